package dev.weft.samples.petmedicalhistory;

import org.springframework.data.repository.CrudRepository;

interface PatientRepository extends CrudRepository<Patient, Long> {}
