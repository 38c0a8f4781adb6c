package dev.weft.mesh.engine;

/**
 * Why every call to a name fails before anything is tried.
 *
 * @param reason what kind of failure it is
 * @param words what a person can do about it; without the name
 */
record Absence(Failure.Reason reason, String words) {}
