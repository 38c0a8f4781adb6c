/** The sample service that keeps what the vet did: vaccinations, and a ledger of visits. */
@NullMarked
package dev.weft.samples.petmedicalhistory;

import org.jspecify.annotations.NullMarked;
