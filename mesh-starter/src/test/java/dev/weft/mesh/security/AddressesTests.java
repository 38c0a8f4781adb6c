package dev.weft.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTests {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "127.255.0.9, loopback",
        "::1, loopback",
        "::ffff:127.0.0.1, loopback",
        "::127.0.0.1, loopback",
        "0.0.0.0, unspecified",
        "::, unspecified",
        "169.254.169.254, link-local",
        "fe80::1, link-local",
        "224.0.0.1, multicast",
        "ff02::1, multicast",
        "10.0.0.1, private",
        "172.31.255.255, private",
        "192.168.1.1, private",
        "fd00:ec2::254, unique-local",
        "100.64.0.1, shared",
        "0.1.2.3, reserved",
        "192.0.2.1, reserved",
        "198.19.0.1, reserved",
        "198.51.100.7, reserved",
        "203.0.113.7, reserved",
        "255.255.255.255, reserved",
        "2001:db8::1, reserved",
        "2001:0:1::1, reserved",
        "64:ff9b::10.0.0.1, private",
        "64:ff9b:1::8.8.8.8, reserved",
        "2002:a9fe:a9fe::1, link-local"
    })
    void specialWhenTheAddressIsNotPublicSaysWhatItIs(String address, String kind) throws Exception {
        assertThat(Addresses.special(address(address))).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "93.184.215.14",
                "100.128.0.1",
                "172.32.0.1",
                "192.0.3.1",
                "198.20.0.1",
                "2606:4700::1111",
                "2001:4860:4860::8888",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void specialWhenTheAddressIsPublicIsNull(String address) throws Exception {
        assertThat(Addresses.special(address(address))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "[::1], [0:0:0:0:0:0:0:1]", "2001:DB8::0:1, [2001:db8:0:0:0:0:0:1]"})
    void literalWhenTheHostIsAnAddressIsThat(String host, String written) {
        assertThat(Addresses.host(Addresses.literal(host))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2130706433", "127.1", "0x7f.1", "0x7F000001", "0177.0.0.1", "256.1.1.1", "1.2.3.4.", "[::zz]"})
    void literalWhenTheNotationIsOddIsNullButNumeric(String host) {
        assertThat(Addresses.literal(host)).isNull();
        assertThat(Addresses.isNumeric(host)).isTrue();
    }

    @Test
    void numericWhenItIsANameIsFalse() {
        assertThat(Addresses.isNumeric("api.example.com")).isFalse();
        assertThat(Addresses.isNumeric("1.example")).isFalse();
        assertThat(Addresses.isNumeric("0xdogs")).isFalse();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
