package dev.retort.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final List<String> CLASSES = List.of("class 0", "class 1", "class 2");

    private final Probe probe = new Probe(new RedImages(12, 0), CLASSES, 9);

    @Test
    void countsRightAnswersOfItsFirstImages() throws Exception {
        try (FakeGateway fake = new FakeGateway(red -> red < 6 ? red % 3 : 2);
                ExecutorService clients = Executors.newFixedThreadPool(2)) {
            GatewayTraffic traffic = new GatewayTraffic(fake.gateway());

            assertThat(probe.accuracy(traffic, clients)).hasValue(7.0 / 9);
            assertThat(traffic.requests()).isEqualTo(9);
            assertThat(traffic.failed()).isZero();
        }
    }

    @Test
    void leavesFailedRequestsOutAndCountsThem() throws Exception {
        try (FakeGateway fake = new FakeGateway(red -> red < 3 ? -1 : red % 3);
                ExecutorService clients = Executors.newFixedThreadPool(2)) {
            GatewayTraffic traffic = new GatewayTraffic(fake.gateway());

            assertThat(probe.accuracy(traffic, clients)).hasValue(1);
            assertThat(traffic.failed()).isEqualTo(3);
        }
    }

    @Test
    void saysNothingWhereNobodyAnswers() throws Exception {
        FakeGateway fake = new FakeGateway(red -> 0);
        GatewayTraffic traffic = new GatewayTraffic(fake.gateway());
        fake.close();
        try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
            assertThat(probe.accuracy(traffic, clients)).isEmpty();
            assertThat(traffic.failed()).isEqualTo(9);
        }
    }
}
