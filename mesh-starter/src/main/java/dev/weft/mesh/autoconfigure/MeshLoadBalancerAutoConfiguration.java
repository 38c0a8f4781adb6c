package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.engine.Engine;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;

/** Lets those who ask Spring Cloud LoadBalancer have the mesh's choice. */
@AutoConfiguration(after = MeshAutoConfiguration.class)
@ConditionalOnClass(ReactorServiceInstanceLoadBalancer.class)
@ConditionalOnBean(Engine.class)
@LoadBalancerClients(defaultConfiguration = MeshLoadBalancerConfiguration.class)
public final class MeshLoadBalancerAutoConfiguration {}
