package dev.weft.mesh.model;

/** A message's header fields, as the core changes them: a view on whatever the transport holds them in. */
public interface HeaderFields {

    /** Replaces every value of the field. */
    void set(String name, String value);

    /** Adds a value to those that the field has. */
    void add(String name, String value);

    /** Drops the field. */
    void remove(String name);
}
