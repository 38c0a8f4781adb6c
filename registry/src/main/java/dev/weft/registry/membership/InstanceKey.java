package dev.weft.registry.membership;

/**
 * Which instance is meant.
 *
 * @param application the service's name as Eureka spells it, in capitals
 * @param instance the instance's id
 */
record InstanceKey(String application, String instance) {}
