package dev.weft.samples.petmedicalhistory;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MedicalHistoryController {
    private final PatientRepository patients;

    MedicalHistoryController(PatientRepository patients) {
        this.patients = patients;
    }

    @GetMapping("/pet/{id}/medicalhistory")
    MedicalHistory medicalHistory(@PathVariable long id) {
        Patient patient = patients.findById(id).orElseThrow(() -> new UnknownPetException(id));
        return new MedicalHistory(
                patient.vaccinations().stream().map(Patient.Vaccination::name).toList());
    }

    record MedicalHistory(List<String> vaccinationList) {}
}
