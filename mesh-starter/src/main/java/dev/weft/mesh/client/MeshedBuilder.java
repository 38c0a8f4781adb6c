package dev.weft.mesh.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Makes one of Spring Boot's builders build such transports as go through the mesh. A proxy, since the type of the settings
 * that {@code build} takes has another name in every major version of Spring Boot.
 *
 * @param <B> the kind of builder
 * @param <T> what it builds
 */
public final class MeshedBuilder<B, T> implements InvocationHandler {

    /** Puts the mesh around a transport. */
    @FunctionalInterface
    public interface Mesher<T> {

        /**
         * The transport to use instead.
         *
         * @param settings what the transport was built with, or null
         */
        T mesh(T transport, @Nullable Object settings);
    }

    private final Class<B> type;
    private final Class<T> product;
    private final B builder;
    private final Mesher<T> mesher;

    private MeshedBuilder(Class<B> type, Class<T> product, B builder, Mesher<T> mesher) {
        this.type = type;
        this.product = product;
        this.builder = builder;
        this.mesher = mesher;
    }

    /** The builder to use instead of this one, which may be a meshed one already. */
    public static <B, T> B of(Class<B> type, Class<T> product, B builder, Mesher<T> mesher) {
        if (Proxy.isProxyClass(builder.getClass()) && Proxy.getInvocationHandler(builder) instanceof MeshedBuilder) {
            return builder;
        }
        Set<Class<?>> interfaces = new LinkedHashSet<>(Set.of(type));
        Arrays.stream(ClassUtils.getAllInterfaces(builder))
                .filter(other -> Modifier.isPublic(other.getModifiers()))
                .forEach(interfaces::add);
        return type.cast(Proxy.newProxyInstance(
                builder.getClass().getClassLoader(),
                interfaces.toArray(Class<?>[]::new),
                new MeshedBuilder<>(type, product, builder, mesher)));
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
        if (product.isInstance(result)) {
            return mesher.mesh(product.cast(result), arguments == null || arguments.length == 0 ? null : arguments[0]);
        }
        return type.isInstance(result) ? of(type, product, type.cast(result), mesher) : result;
    }
}
