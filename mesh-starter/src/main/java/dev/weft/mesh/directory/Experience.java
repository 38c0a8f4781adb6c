package dev.weft.mesh.directory;

import dev.weft.mesh.model.Endpoint;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this process itself finds of an endpoint, whatever sources say of it. */
public enum Experience {
    /** Nothing has come of late, or it was never asked. */
    NONE,
    /** It has answered of late. */
    ANSWERING,
    /** It is ejected. */
    FAILING;

    /** Where two parts of a process find different things, failures count. */
    public static Experience worse(Experience one, Experience other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Looks for all of it at once, when it is first asked for any. Confined to one thread. */
    static Function<Endpoint.Key, Experience> once(Supplier<Map<Endpoint.Key, Experience>> whatIsFound) {
        return new Function<>() {

            private @Nullable Map<Endpoint.Key, Experience> found;

            @Override
            public Experience apply(Endpoint.Key key) {
                if (found == null) {
                    found = whatIsFound.get();
                }
                return found.getOrDefault(key, NONE);
            }
        };
    }
}
