package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.extend.RequestCondition;
import dev.weft.mesh.model.CallRequest;
import java.util.function.Predicate;

/** A condition of the application that no request meets for which it throws. */
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
        Predicate<CallRequest> its = bean.parse(text);
        return request -> extension.ask(() -> its.test(request), false);
    }
}
