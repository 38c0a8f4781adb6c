package dev.weft.samples.petdetails;

import org.springframework.data.repository.CrudRepository;

interface PetRepository extends CrudRepository<Pet, Long> {}
