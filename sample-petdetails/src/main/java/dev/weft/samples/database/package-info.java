/** Keeps the samples' database files open for as long as a system of samples runs on one machine. */
@NullMarked
package dev.weft.samples.database;

import org.jspecify.annotations.NullMarked;
