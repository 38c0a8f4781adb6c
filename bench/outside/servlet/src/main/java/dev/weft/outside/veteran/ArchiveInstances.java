package dev.weft.outside.veteran;

import java.util.List;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;

/** Where the archive is: known to nobody but this application. */
class ArchiveInstances {

    @Bean
    ServiceInstanceListSupplier archive() {
        return new ServiceInstanceListSupplier() {
            @Override
            public String getServiceId() {
                return "archive";
            }

            @Override
            public Flux<List<ServiceInstance>> get() {
                return Flux.just(
                        List.of(new DefaultServiceInstance("archive-1", "archive", "archive.example", 4711, false)));
            }
        };
    }
}
