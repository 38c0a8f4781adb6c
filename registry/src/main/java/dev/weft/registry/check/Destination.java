package dev.weft.registry.check;

/**
 * Who gets a share of a request's kind.
 *
 * @param to the part of the service, as {@code version=v1}, after the service's name where it is another one
 * @param percent of the requests
 */
public record Destination(String to, double percent) {}
