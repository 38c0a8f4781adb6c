package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.directory.HostResolver;
import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.directory.OutsideUpkeep;
import dev.weft.mesh.document.egress.EgressMapper;
import dev.weft.mesh.document.service.InvalidRuleException;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.security.EgressPolicy;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Hosts outside the mesh: which may be called, and where they are. */
@AutoConfiguration(after = MeshAutoConfiguration.class)
@ConditionalOnProperty(name = "mesh.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MeshProperties.class)
public final class MeshEgressAutoConfiguration {

    /** So many look-ups at a time: one that hangs must not hold up the others. */
    private static final int LOOKUPS = 16;

    @Bean
    @ConditionalOnMissingBean
    static HostResolver meshHostResolver() {
        return HostResolver.system();
    }

    @Bean
    @ConditionalOnMissingBean
    static OutsideHosts meshOutsideHosts(
            MeshProperties properties, HostResolver resolver, ObjectProvider<RuleBook> rules) {
        OutsideHosts hosts = new OutsideHosts(
                policy(properties), resolver, InstancesMapper.instances(properties), lookups(), System::nanoTime);
        rules.ifAvailable(book -> book.watchAll(hosts::rules));
        return hosts;
    }

    @Bean(initMethod = "start")
    @ConditionalOnBean(Engine.class)
    static OutsideUpkeep meshOutsideUpkeep(OutsideHosts hosts, Engine engine) {
        return new OutsideUpkeep(hosts, engine);
    }

    @Bean
    static MeterBinder meshEgressMeters(OutsideHosts hosts) {
        return registry -> FunctionCounter.builder(
                        "mesh.egress.refused", hosts.refusals(), refusals -> refusals.total())
                .description("Calls to hosts outside the mesh that were refused")
                .register(registry);
    }

    private static EgressPolicy policy(MeshProperties properties) {
        try {
            return EgressMapper.policy(properties.getEgress());
        } catch (InvalidRuleException e) {
            throw new InvalidMeshPropertyException("mesh.egress." + e.path(), e.problem());
        }
    }

    /** Daemon threads that go when they have nothing to do. */
    private static Executor lookups() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(LOOKUPS, LOOKUPS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "mesh-lookup");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
