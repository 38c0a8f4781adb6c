package dev.weft.bench.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes, each of which has a connection to the other one. */
class ProxiesTests {

    private final Network network = new Proxies();
    private ServerSocket a;
    private ServerSocket b;

    @BeforeEach
    void listen() throws IOException {
        a = listenAt(network.place("a"));
        b = listenAt(network.place("b"));
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        b.close();
        network.close();
    }

    private static ServerSocket listenAt(Place place) throws IOException {
        return new ServerSocket(place.port(), 50, InetAddress.getByName(place.address()));
    }

    private static Socket connect(Place place) throws IOException {
        return patient(new Socket(place.address(), place.port()));
    }

    private static Socket accept(ServerSocket listener) throws IOException {
        return patient(listener.accept());
    }

    private static Socket patient(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void bytesWhenAWayIsCutWaitUntilItIsHealedAndThoseTheOtherWayArrive() throws IOException {
        try (Socket asking = connect(network.reach("a", "b"));
                Socket asked = accept(b);
                Socket asksBack = connect(network.reach("b", "a"));
                Socket isAsked = accept(a)) {
            Way way = network.way("a", "b");
            way.cut();
            asking.getOutputStream().write('q');
            isAsked.getOutputStream().write('a');
            asked.getOutputStream().write('A');
            asksBack.getOutputStream().write('Q');

            assertThat(asking.getInputStream().read()).isEqualTo('A');
            assertThat(isAsked.getInputStream().read()).isEqualTo('Q');
            assertThat(asked.getInputStream().available()).isZero();
            assertThat(asksBack.getInputStream().available()).isZero();

            way.heal();

            assertThat(asked.getInputStream().read()).isEqualTo('q');
            assertThat(asksBack.getInputStream().read()).isEqualTo('a');
        }
    }
}
