package dev.weft.mesh.document;

import dev.weft.mesh.document.service.PropertyTypes;
import java.util.List;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/** Binds a part of a document as Spring Boot binds application.yml, and says where in the document it can't. */
final class PropertyBinder {

    private PropertyBinder() {}

    /** The bean, with what is written put into it. */
    static <T> T bind(PropertyTree tree, T bean) {
        try {
            return new Binder(List.of(tree))
                    .bind(
                            PropertyTree.ROOT,
                            Bindable.ofInstance(bean),
                            new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                    .orElse(bean);
        } catch (BindException e) {
            if (e.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
                ConfigurationProperty first =
                        unbound.getUnboundProperties().iterator().next();
                throw tree.nearest(first.getName()).refuse("it has no place here", "nothing");
            }
            Value value = tree.nearest(e.getName());
            String expected = PropertyTypes.expected(e.getTarget().getType());
            throw value.refuse(value.isScalar() ? Shown.quoted(value.word(expected)) : value.kind(), expected);
        }
    }
}
