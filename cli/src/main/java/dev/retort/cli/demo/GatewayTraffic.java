package dev.retort.cli.demo;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.http.Gateway;
import dev.retort.cli.http.Prediction;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Asks the gateway as its clients do, once a question and without trying again, and counts. Safe for many threads. */
final class GatewayTraffic {
    private final Gateway gateway;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    GatewayTraffic(Gateway gateway) {
        this.gateway = gateway;
    }

    /** The answer; nothing where the request failed in whatever way. */
    Optional<Prediction> ask(byte[] png) throws InterruptedException {
        requests.incrementAndGet();
        try {
            return Optional.of(gateway.predict(Gateway.PNG, png));
        } catch (CommandFailure e) {
            failed.incrementAndGet();
            return Optional.empty();
        }
    }

    long requests() {
        return requests.get();
    }

    long failed() {
        return failed.get();
    }
}
