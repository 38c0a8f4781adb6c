package dev.weft.samples.petmedicalhistory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Statements that fail at the start are passed over, since another instance may have done their work: somebody has to. */
@Component
final class KnownPatients implements SmartInitializingSingleton {

    private final PatientRepository patients;

    KnownPatients(PatientRepository patients) {
        this.patients = patients;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (patients.count() == 0) {
            throw new IllegalStateException(
                    "There are no patients in the database (expected: those of data.sql). Why its"
                            + " statements fail is logged at DEBUG by org.springframework.jdbc.datasource.init.");
        }
    }
}
