package dev.weft.samples.petdetails;

/** The versions of this service that run side by side: the second one looks closer at the breed. */
enum Version {
    V1 {
        @Override
        String breedOf(Pet pet) {
            return pet.species();
        }
    },
    V2 {
        @Override
        String breedOf(Pet pet) {
            return pet.breed();
        }
    };

    abstract String breedOf(Pet pet);
}
