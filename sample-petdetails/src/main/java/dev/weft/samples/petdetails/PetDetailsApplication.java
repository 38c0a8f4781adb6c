package dev.weft.samples.petdetails;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class PetDetailsApplication {
    public static void main(String[] args) {
        SpringApplication.run(PetDetailsApplication.class, args);
    }
}
