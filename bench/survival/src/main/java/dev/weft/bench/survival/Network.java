package dev.weft.bench.survival;

import dev.weft.bench.fleet.Place;
import dev.weft.bench.survival.proxy.FaultProxy;

/** Where the processes of a scenario run, each known by its name, and the ways between them. */
public interface Network extends AutoCloseable {

    /** One whose partitions are as real as they can be here. */
    static Network ofThisRun() {
        return Namespaces.possible() ? new Namespaces() : new Proxies();
    }

    /** What cuts ways here. */
    static String means() {
        return Namespaces.possible()
                ? Namespaces.MEANS
                : Proxies.MEANS + ": no root, no \"ip\", or a kernel without network namespaces, veth or routing rules";
    }

    /** Where a process runs: the same each time it is asked for. */
    Place place(String process);

    /** Where a process must turn to, to reach another one by a way that can be cut. */
    Place reach(String from, String to);

    /** The way from a process to another one. */
    Way way(String from, String to);

    /** The address by which processes reach what the bench itself runs. */
    String home();

    /** A proxy before a process, where all others reach it, for what befalls single connections. It is the caller's to close. */
    default FaultProxy proxy(String process) {
        return FaultProxy.before(place(process), home());
    }

    /** Undoes what was done to this machine; the processes have ended. */
    @Override
    void close();
}
