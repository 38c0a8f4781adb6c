package dev.weft.samples.petdetails;

/** What the service answers about a pet. */
record PetDetails(String petName, int petAge, String petOwner, String petBreed) {}
