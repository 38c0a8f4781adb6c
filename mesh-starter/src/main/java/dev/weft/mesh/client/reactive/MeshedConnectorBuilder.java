package dev.weft.mesh.client.reactive;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.ClassUtils;

/**
 * Makes a builder of connectors build such that go through the mesh. A proxy, since the type of the settings that {@code
 * build} takes has another name in every major version of Spring Boot.
 */
public final class MeshedConnectorBuilder implements InvocationHandler {

    /** Puts the mesh around a connector. */
    @FunctionalInterface
    public interface Mesher {

        /**
         * The connector to use instead.
         *
         * @param settings what the connector was built with, or null
         */
        ClientHttpConnector mesh(ClientHttpConnector connector, @Nullable Object settings);
    }

    private final ClientHttpConnectorBuilder<?> builder;
    private final Mesher mesher;

    private MeshedConnectorBuilder(ClientHttpConnectorBuilder<?> builder, Mesher mesher) {
        this.builder = builder;
        this.mesher = mesher;
    }

    /** The builder to use instead of this one, which may be a meshed one already. */
    public static ClientHttpConnectorBuilder<?> of(ClientHttpConnectorBuilder<?> builder, Mesher mesher) {
        if (Proxy.isProxyClass(builder.getClass())
                && Proxy.getInvocationHandler(builder) instanceof MeshedConnectorBuilder) {
            return builder;
        }
        Set<Class<?>> interfaces = new LinkedHashSet<>(Set.of(ClientHttpConnectorBuilder.class));
        Arrays.stream(ClassUtils.getAllInterfaces(builder))
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .forEach(interfaces::add);
        return (ClientHttpConnectorBuilder<?>) Proxy.newProxyInstance(
                builder.getClass().getClassLoader(),
                interfaces.toArray(Class<?>[]::new),
                new MeshedConnectorBuilder(builder, mesher));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Object result;
        try {
            method.setAccessible(true);
            result = method.invoke(builder, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
        if (result instanceof ClientHttpConnector connector) {
            return mesher.mesh(connector, arguments == null || arguments.length == 0 ? null : arguments[0]);
        }
        return result instanceof ClientHttpConnectorBuilder<?> derived ? of(derived, mesher) : result;
    }
}
