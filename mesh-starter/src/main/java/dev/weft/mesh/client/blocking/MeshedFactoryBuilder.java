package dev.weft.mesh.client.blocking;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.ClassUtils;

/**
 * Makes a builder of request factories build such that go through the mesh. A proxy, since the type of the settings that
 * {@code build} takes has another name in every major version of Spring Boot.
 */
public final class MeshedFactoryBuilder implements InvocationHandler {

    /** Puts the mesh around a factory. */
    @FunctionalInterface
    public interface Mesher {

        /**
         * The factory to use instead.
         *
         * @param settings what the factory was built with, or null
         */
        MeshRequestFactory mesh(ClientHttpRequestFactory factory, @Nullable Object settings);
    }

    private final ClientHttpRequestFactoryBuilder<?> builder;
    private final Mesher mesher;

    private MeshedFactoryBuilder(ClientHttpRequestFactoryBuilder<?> builder, Mesher mesher) {
        this.builder = builder;
        this.mesher = mesher;
    }

    /** The builder to use instead of this one, which may be a meshed one already. */
    public static ClientHttpRequestFactoryBuilder<?> of(ClientHttpRequestFactoryBuilder<?> builder, Mesher mesher) {
        if (Proxy.isProxyClass(builder.getClass())
                && Proxy.getInvocationHandler(builder) instanceof MeshedFactoryBuilder) {
            return builder;
        }
        Set<Class<?>> interfaces = new LinkedHashSet<>(Set.of(ClientHttpRequestFactoryBuilder.class));
        Arrays.stream(ClassUtils.getAllInterfaces(builder))
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .forEach(interfaces::add);
        return (ClientHttpRequestFactoryBuilder<?>) Proxy.newProxyInstance(
                builder.getClass().getClassLoader(),
                interfaces.toArray(Class<?>[]::new),
                new MeshedFactoryBuilder(builder, mesher));
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
        if (result instanceof ClientHttpRequestFactory factory) {
            return mesher.mesh(factory, arguments == null || arguments.length == 0 ? null : arguments[0]);
        }
        return result instanceof ClientHttpRequestFactoryBuilder<?> derived ? of(derived, mesher) : result;
    }
}
