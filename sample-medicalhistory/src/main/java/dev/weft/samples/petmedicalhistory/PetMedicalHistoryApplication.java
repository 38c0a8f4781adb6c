package dev.weft.samples.petmedicalhistory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class PetMedicalHistoryApplication {
    public static void main(String[] args) {
        SpringApplication.run(PetMedicalHistoryApplication.class, args);
    }
}
