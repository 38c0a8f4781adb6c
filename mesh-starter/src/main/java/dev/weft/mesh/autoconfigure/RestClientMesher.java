package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.MeshedBuilder;
import dev.weft.mesh.client.blocking.MeshRequestFactory;
import dev.weft.mesh.client.blocking.MeshTransports;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.cloud.client.loadbalancer.BlockingLoadBalancerInterceptor;
import org.springframework.cloud.client.loadbalancer.DeferringLoadBalancerInterceptor;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.client.loadbalancer.RestTemplateCustomizer;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Puts the mesh below RestClient and RestTemplate: around the builder of request factories that all auto-configured
 * builders share, and into {@code @LoadBalanced} beans, which are made by hand. From these Spring Cloud's interceptor
 * goes, so that nothing is balanced twice, and no body is collected for it.
 *
 * <p>Settings that the user gave to the builder of request factories hold in the mesh too (see {@link
 * MeshRequestFactory}); a request factory that was built by hand keeps its settings for hosts outside the mesh only.
 */
final class RestClientMesher implements BeanPostProcessor {

    private final ConfigurableListableBeanFactory beans;
    private final Supplier<LogicalHosts> hosts;
    private final Supplier<MeshTransports> transports;

    RestClientMesher(
            ConfigurableListableBeanFactory beans, Supplier<LogicalHosts> hosts, Supplier<MeshTransports> transports) {
        this.beans = beans;
        this.hosts = SingletonSupplier.of(hosts);
        this.transports = SingletonSupplier.of(transports);
    }

    /** After initialization, since Spring Cloud adds its interceptors before; to a RestTemplate by a customizer, later. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ClientHttpRequestFactoryBuilder<?> builder) {
            return meshed(builder);
        }
        if (bean instanceof RestTemplateCustomizer customizer) {
            return (RestTemplateCustomizer) template -> {
                customizer.customize(template);
                template.getInterceptors().removeIf(RestClientMesher::balances);
            };
        }
        if (bean instanceof RestTemplate template && isLoadBalanced(name)) {
            mesh(template);
        } else if (bean instanceof RestClient.Builder builder && isLoadBalanced(name)) {
            mesh(builder);
        } else if (bean.getClass().getSimpleName().equals("RestTemplateBuilder") && isLoadBalanced(name)) {
            return meshRestTemplateBuilder(bean);
        }
        return bean;
    }

    private boolean isLoadBalanced(String name) {
        return beans.containsBean(name) && beans.findAnnotationOnBean(name, LoadBalanced.class) != null;
    }

    private static boolean balances(ClientHttpRequestInterceptor interceptor) {
        return interceptor instanceof BlockingLoadBalancerInterceptor
                || interceptor instanceof DeferringLoadBalancerInterceptor;
    }

    private ClientHttpRequestFactoryBuilder<?> meshed(ClientHttpRequestFactoryBuilder<?> builder) {
        return MeshedBuilder.of(
                ClientHttpRequestFactoryBuilder.class, ClientHttpRequestFactory.class, builder, this::mesh);
    }

    private MeshRequestFactory mesh(ClientHttpRequestFactory factory, @Nullable Object settings) {
        return mesh(factory, settings, false);
    }

    private MeshRequestFactory mesh(ClientHttpRequestFactory factory, @Nullable Object settings, boolean byHand) {
        return factory instanceof MeshRequestFactory meshed
                ? meshed
                : new MeshRequestFactory(factory, hosts, transports, settings, byHand);
    }

    private void mesh(RestTemplate template) {
        // With interceptors it would show a factory that contains them.
        List<ClientHttpRequestInterceptor> interceptors = new ArrayList<>(template.getInterceptors());
        template.setInterceptors(List.of());
        template.setRequestFactory(mesh(template.getRequestFactory(), null, true));
        interceptors.removeIf(RestClientMesher::balances);
        template.setInterceptors(interceptors);
    }

    private void mesh(RestClient.Builder builder) {
        builder.requestInterceptors(interceptors -> interceptors.removeIf(RestClientMesher::balances));
        ClientHttpRequestFactory factory = requestFactory(builder);
        builder.requestFactory(
                factory == null ? mesh(new HttpComponentsClientHttpRequestFactory(), null) : mesh(factory, null, true));
    }

    /** What the user, or Spring Boot, has put into the builder, which does not show it; null if nothing, or not found. */
    private static @Nullable ClientHttpRequestFactory requestFactory(RestClient.Builder builder) {
        Field field = ReflectionUtils.findField(builder.getClass(), "requestFactory", ClientHttpRequestFactory.class);
        if (field == null) {
            return null;
        }
        ReflectionUtils.makeAccessible(field);
        return (ClientHttpRequestFactory) ReflectionUtils.getField(field, builder);
    }

    /** The type has another name in every major version of Spring Boot. Immutable: each step makes a new one. */
    private Object meshRestTemplateBuilder(Object builder) {
        ClientHttpRequestFactoryBuilder<?> factories = meshed(ClientHttpRequestFactoryBuilder.detect());
        Object meshed = invoke(builder, "requestFactoryBuilder", ClientHttpRequestFactoryBuilder.class, factories);
        return invoke(meshed, "interceptors", Collection.class, List.of());
    }

    private static Object invoke(Object on, String method, Class<?> parameter, Object argument) {
        Method found = ReflectionUtils.findMethod(on.getClass(), method, parameter);
        Object result = found == null ? null : ReflectionUtils.invokeMethod(found, on, argument);
        return result == null ? on : result;
    }
}
