package dev.weft.samples.petmedicalhistory;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.CrudRepository;

interface VisitRepository extends CrudRepository<Visit, Long> {
    List<Visit> findByPatientOrderById(long patient);

    Optional<Visit> findByIdAndPatient(long id, long patient);
}
