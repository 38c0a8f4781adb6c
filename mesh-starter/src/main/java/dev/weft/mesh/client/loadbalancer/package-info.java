/** The mesh's choice for those who ask Spring Cloud LoadBalancer for an instance and call it themselves. */
@NullMarked
package dev.weft.mesh.client.loadbalancer;

import org.jspecify.annotations.NullMarked;
