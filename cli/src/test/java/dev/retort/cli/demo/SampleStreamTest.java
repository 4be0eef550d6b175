package dev.retort.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.sample.Answer;
import dev.retort.contracts.sample.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class SampleStreamTest {
    private static final List<String> CLASSES = List.of("class 0", "class 1", "class 2");

    private final Queue<Sample> sent = new ConcurrentLinkedQueue<>();

    @Test
    void sendsTheImageWithTheGatewaysAnswerAndNowAndThenItsLabel() throws Exception {
        try (FakeGateway fake = new FakeGateway(red -> 2);
                SampleStream stream = stream(fake)) {
            for (int index = 0; index < 5; index++) {
                stream.send(new RedImages(9, 100), index);
            }

            assertThat(stream.sent()).isEqualTo(5);
            assertThat(stream.labelled()).isEqualTo(2);
        }
        List<Sample> samples = List.copyOf(sent);
        assertThat(samples).extracting(Sample::label).containsExactly(0, null, null, null, 1);
        assertThat(samples)
                .extracting(Sample::answer)
                .containsOnly(new Answer(new Digest(FakeGateway.VERSION), 2, 0.75));
        assertThat(samples).extracting(Sample::requestId).doesNotHaveDuplicates();
        assertThat(samples.get(3).pixels()).hasSize(12).containsOnly(103);
    }

    @Test
    void sendsWithoutAnAnswerWhatTheGatewayDidNotAnswer() throws Exception {
        try (FakeGateway fake = new FakeGateway(red -> -1);
                SampleStream stream = stream(fake)) {
            stream.send(new RedImages(9, 0), 0);
        }

        assertThat(sent).singleElement().extracting(Sample::answer).isNull();
    }

    @Test
    void goesOnWithOtherImagesAfterAShiftAndStopsWhenClosed() throws Exception {
        try (FakeGateway fake = new FakeGateway(red -> 0)) {
            SampleStream stream = stream(fake);
            stream.start();
            await().until(() -> sent.size() > 3);
            stream.shiftTo(new RedImages(9, 100));
            await().until(() -> sent.stream().anyMatch(sample -> sample.pixels()[0] >= 100));
            stream.close();
            int atEnd = sent.size();

            List<Boolean> shifted =
                    sent.stream().map(sample -> sample.pixels()[0] >= 100).toList();
            assertThat(shifted).isSorted();
            assertThat(stream.sent()).isEqualTo(atEnd);
        }
    }

    private SampleStream stream(FakeGateway fake) {
        return new SampleStream(
                new RedImages(9, 0), CLASSES, new GatewayTraffic(fake.gateway()), sent::add, Duration.ofMillis(1), 4);
    }
}
