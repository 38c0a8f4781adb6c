package dev.weft.samples.petmedicalhistory;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/** An entry of the ledger; the database gives it its id. */
record Visit(@Id @Nullable Long id, long patient, LocalDate date, String reason) {}
