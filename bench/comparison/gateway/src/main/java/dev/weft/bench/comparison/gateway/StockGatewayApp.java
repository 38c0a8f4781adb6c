package dev.weft.bench.comparison.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway over Spring Cloud LoadBalancer; its routes are given to it. */
@SpringBootApplication
public class StockGatewayApp {

    public static void main(String[] args) {
        SpringApplication.run(StockGatewayApp.class, args);
    }
}
