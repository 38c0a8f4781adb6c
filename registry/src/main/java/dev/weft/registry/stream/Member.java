package dev.weft.registry.stream;

/**
 * An instance that takes traffic.
 *
 * @param endpoint what clients are told of it
 * @param since which number it has in the order of arrival: of two at one address, the one that came last is there
 */
record Member(EndpointView endpoint, long since) {}
