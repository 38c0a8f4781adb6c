package dev.weft.mesh.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the calls safe from what the application's own beans throw: a call that has taken its places must give them back.
 */
final class Extension {

    private static final Logger log = LoggerFactory.getLogger(Extension.class);

    private final Object bean;
    private final AtomicBoolean logged = new AtomicBoolean();

    Extension(Object bean) {
        this.bean = bean;
    }

    /** What the bean says; where it throws, what is taken instead. */
    <T> T ask(Supplier<T> question, T otherwise) {
        try {
            return question.get();
        } catch (Exception | LinkageError e) {
            complain("has thrown", e);
            return otherwise;
        }
    }

    /** The bean has said what makes no sense. */
    void complain(String what, @Nullable Throwable cause) {
        if (logged.compareAndSet(false, true)) {
            log.warn(
                    "{} {}: taken as if it had nothing to say, now and whenever it happens again, which is not logged",
                    bean.getClass().getName(),
                    what,
                    cause);
        }
    }
}
