package dev.weft.samples.petdetails;

import org.springframework.data.annotation.Id;

/** A row of the table of pets. */
record Pet(@Id long id, String name, int age, String owner, String species, String breed) {}
