package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.HealthProber;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.client.reactive.MeshHttpClient;
import dev.weft.mesh.client.reactive.ReactiveCalls;
import dev.weft.mesh.client.reactive.ReactiveHealthProber;
import dev.weft.mesh.engine.Engine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/** Calls of reactive clients: whatever WebClient a builder of the context makes. */
@AutoConfiguration(after = MeshClientAutoConfiguration.class)
@ConditionalOnClass({HttpClient.class, WebClient.class})
@ConditionalOnBean(OutgoingCalls.class)
public final class MeshReactiveAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static MeshHttpClient meshHttpClient(Engine engine, Alarms alarms) {
        return new MeshHttpClient(engine, alarms);
    }

    @Bean
    @ConditionalOnMissingBean
    static ReactiveCalls meshReactiveCalls(OutgoingCalls calls, MeshHttpClient transport, Alarms alarms) {
        return new ReactiveCalls(calls, transport.client().compress(true), alarms);
    }

    @Bean
    @ConditionalOnMissingBean
    static HealthProber meshHealthProber(Engine engine, ReactiveCalls calls, Alarms alarms) {
        return new ReactiveHealthProber(engine.healthChecks(), calls, alarms);
    }

    @Bean
    static WebClientMesher meshWebClientMesher(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<LogicalHosts> hosts,
            ObjectProvider<ReactiveCalls> calls) {
        return new WebClientMesher(beans, hosts::getObject, calls::getObject);
    }
}
