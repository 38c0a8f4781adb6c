package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.extend.RequestCondition;
import dev.weft.mesh.model.CallRequest;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A condition of the application that no request meets for which it throws; a text for which it throws is refused. */
final class SafeRequestCondition implements RequestCondition {

    private final RequestCondition bean;
    private final Extension extension;

    SafeRequestCondition(RequestCondition bean) {
        this.bean = bean;
        this.extension = new Extension(bean);
    }

    @Override
    public String name() {
        return bean.name();
    }

    @Override
    public Predicate<CallRequest> parse(String text) {
        Predicate<CallRequest> its = parsed(text);
        return request -> extension.ask(() -> its.test(request), false);
    }

    private Predicate<CallRequest> parsed(String text) {
        Optional<Predicate<CallRequest>> its;
        try {
            its = Optional.ofNullable(bean.parse(text));
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw refused("has failed by " + e, e);
        }
        return its.orElseThrow(() -> refused("has made nothing of it", null));
    }

    private IllegalArgumentException refused(String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                bean.getClass().getName() + " " + what + " (expected: a text that it can read)", cause);
    }
}
