package dev.weft.samples.petservice;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

@Configuration(proxyBeanMethods = false)
class ClientConfiguration {
    @Bean
    PetDetailsClient petDetails(RestClient.Builder builder) {
        return client(PetDetailsClient.class, builder.baseUrl("http://petdetails"));
    }

    @Bean
    PetMedicalHistoryClient petMedicalHistory(RestClient.Builder builder) {
        return client(PetMedicalHistoryClient.class, builder.baseUrl("http://petmedicalhistory"));
    }

    private static <T> T client(Class<T> type, RestClient.Builder builder) {
        RestClientAdapter adapter = RestClientAdapter.create(builder.build());
        return HttpServiceProxyFactory.builderFor(adapter).build().createClient(type);
    }
}
