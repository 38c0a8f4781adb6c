package dev.weft.mesh.directory;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.discovery.shared.Applications;
import com.netflix.discovery.shared.resolver.EurekaEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import com.netflix.discovery.shared.transport.EurekaHttpResponse;
import com.netflix.discovery.shared.transport.TransportClientFactory;
import com.netflix.discovery.shared.transport.decorator.EurekaHttpClientDecorator;
import com.netflix.discovery.shared.transport.decorator.EurekaHttpClientDecorator.RequestType;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import java.net.URI;
import java.util.concurrent.CancellationException;
import org.springframework.web.client.RestClientResponseException;

/**
 * Eureka's own transport, looked at: what it fetches, whether the registry answers at all, and whether it knows of this
 * instance. Changes nothing.
 */
public final class ObservedTransport<F> extends WrappedTransport<F> {

    private static final int NO_CONTENT = 204;

    private final RegistryContact contact;
    private final Cancellations cancellations;
    private final Registration registration;
    private final boolean secret;

    /** @param secret whether a join secret is shown to registries whose URLs hold no credentials */
    public ObservedTransport(
            TransportClientFactories<F> transport,
            RegistryContact contact,
            Cancellations cancellations,
            Registration registration,
            boolean secret) {
        super(transport);
        this.contact = contact;
        this.cancellations = cancellations;
        this.registration = registration;
        this.secret = secret;
    }

    @Override
    EurekaHttpClient client(TransportClientFactory factory, EurekaEndpoint registry) {
        return new Observed(factory.newClient(registry), registry.getServiceUrl());
    }

    private final class Observed extends EurekaHttpClientDecorator {

        private final EurekaHttpClient client;
        private final String url;
        private final JoinCredentials shown;

        Observed(EurekaHttpClient client, String url) {
            this.client = client;
            String credentials = URI.create(url).getRawUserInfo();
            this.url = credentials == null ? url : url.replace(credentials + "@", "");
            this.shown = JoinCredentials.of(credentials, secret);
        }

        @Override
        public EurekaHttpResponse<Void> register(InstanceInfo self) {
            // Looked at before it is sent: an answer to what was said while it started confirms nothing.
            boolean wanted = registration.isWanted() && self.getStatus() == InstanceInfo.InstanceStatus.UP;
            EurekaHttpResponse<Void> response = super.register(self);
            if (wanted && response.getStatusCode() == NO_CONTENT) {
                registration.confirm();
            }
            return response;
        }

        @Override
        protected <R> EurekaHttpResponse<R> execute(RequestExecutor<R> request) {
            EurekaHttpResponse<R> response;
            try {
                response = request.execute(client);
            } catch (RuntimeException e) {
                failed(rootCause(e), request.getRequestType());
                throw e;
            }
            int status = response.getStatusCode();
            if (status < 400 || (status == 404 && mayBeUnknown(request.getRequestType()))) {
                contact.answered(url);
            } else {
                contact.refused(url, status, request.getRequestType().name(), shown);
            }
            if (request.getRequestType() == RequestType.GetDelta
                    && response.getEntity() instanceof Applications delta) {
                cancellations.seen(delta);
            }
            return response;
        }

        private void failed(Throwable cause, RequestType request) {
            if (cause instanceof RestClientResponseException answer) {
                contact.refused(url, answer.getStatusCode().value(), request.name(), shown);
            } else if (!isGivenUp(cause)) {
                contact.failed(url, words(cause));
            }
        }

        @Override
        public void shutdown() {
            client.shutdown();
        }
    }

    /** Whether 404 is what a registry says of a thing that it doesn't know, and not of a wrong address. */
    private static boolean mayBeUnknown(RequestType request) {
        return request != RequestType.Register && request != RequestType.GetApplications;
    }

    /** Whether nobody waits any longer, since the process ends: that says nothing of the registry. */
    private static boolean isGivenUp(Throwable cause) {
        return cause instanceof CancellationException || cause instanceof InterruptedException;
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String words(Throwable cause) {
        return Printable.of(cause.getMessage() != null ? cause.getMessage() : cause.toString());
    }
}
