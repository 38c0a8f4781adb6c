package dev.weft.registry.membership;

/** The order in which instances have registered here, whatever the clocks say. */
public interface ArrivalOrder {

    /**
     * A number that is higher than those of all who registered before; 0 of an instance that is not registered.
     *
     * @param application the service's name as Eureka spells it, in capitals
     */
    long arrival(String application, String instance);
}
