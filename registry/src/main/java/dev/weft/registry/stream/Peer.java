package dev.weft.registry.stream;

import com.netflix.eureka.cluster.PeerEurekaNode;
import com.netflix.eureka.cluster.PeerEurekaNodes;
import java.net.URI;
import java.util.List;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** This registry among its peers, by URLs that people and clients can be shown: without the join secret. */
@Component
public final class Peer {

    private final Environment environment;
    private final PeerEurekaNodes nodes;

    Peer(Environment environment, PeerEurekaNodes nodes) {
        this.environment = environment;
        this.nodes = nodes;
    }

    /** This registry. */
    public String url() {
        return environment.resolvePlaceholders(
                "http://${eureka.instance.hostname}:${local.server.port:${server.port}}");
    }

    /** The others. */
    public List<String> others() {
        return nodes.getPeerEurekaNodes().stream()
                .map(PeerEurekaNode::getServiceUrl)
                .map(Peer::shown)
                .toList();
    }

    private static String shown(String serviceUrl) {
        URI uri = URI.create(serviceUrl);
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
