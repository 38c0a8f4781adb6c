package dev.weft.registry.stream;

/**
 * An instance that takes traffic.
 *
 * @param endpoint what clients are told of it
 * @param since when it last changed by its own word, in milliseconds since 1970: of two at one address, the younger is there
 */
record Member(EndpointView endpoint, long since) {}
