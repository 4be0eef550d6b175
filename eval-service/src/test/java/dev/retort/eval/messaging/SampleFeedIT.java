package dev.retort.eval.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.continuous.ContinuousBatchCodec;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.sample.Answer;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleCodec;
import dev.retort.eval.ContinuousSets;
import dev.retort.eval.Evaluations;
import dev.retort.eval.domain.AnswerFeed;
import dev.retort.eval.domain.SeenAnswer;
import dev.retort.kit.continuous.ContinuousLog;
import dev.retort.kit.lifecycle.Topology;
import dev.retort.kit.log.MessageSender;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SampleFeedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ContinuousSet SET = ContinuousSets.set("feed", 3);

    @Inject
    MessageSender sender;

    @Inject
    AnswerFeed.Source feeds;

    @Inject
    Topology topology;

    @Inject
    ContinuousLog batches;

    @Test
    void readsTheLastAnswersOfGatewayAndTeacherAndPassesOverWhatIsNone() throws Exception {
        topology.ensureContinuousSet(SET);
        for (int pixel = 0; pixel < 4; pixel++) {
            sender.send(SampleCodec.encode(sample(pixel, new Answer(Evaluations.version("champion"), pixel % 3, 0.5))));
        }
        Message broken = SampleCodec.encode(sample(4, null));
        sender.send(new Message(broken.topic(), broken.key(), broken.headers(), new byte[] {1, 2, 3}));
        sender.send(SampleCodec.encode(sample(5, null)));
        sender.send(SampleCodec.encode(sample(6, new Answer(Evaluations.version("champion"), 1, 0.75))));
        sender.send(ContinuousBatchCodec.encode(
                ContinuousSets.batch(SET, new byte[] {0, 1, 2, 3}, new int[] {2, 1, 0, 2})));

        try (AnswerFeed feed = feeds.open(4)) {
            feed.follow(SET);
            assertThat(seen(feed, 6))
                    .containsExactlyInAnyOrder(
                            new SeenAnswer.OfStudent(
                                    sample(3, null).content(), Evaluations.version("champion"), 0, 0.5),
                            new SeenAnswer.OfStudent(
                                    sample(6, null).content(), Evaluations.version("champion"), 1, 0.75),
                            new SeenAnswer.OfTeacher(sample(0, null).content(), 2),
                            new SeenAnswer.OfTeacher(sample(1, null).content(), 1),
                            new SeenAnswer.OfTeacher(sample(2, null).content(), 0),
                            new SeenAnswer.OfTeacher(sample(3, null).content(), 2));
        }
    }

    /** As a retraining's comparison does, which must not keep commands waiting. */
    @Test
    void givesUpOnABatchThatDoesNotCome() throws Exception {
        ContinuousSet set = ContinuousSets.set("patience", 3);
        topology.ensureContinuousSet(set);
        sender.send(ContinuousBatchCodec.encode(
                ContinuousSets.batch(set, new byte[] {0, 1, 2, 3}, new int[] {2, 1, 0, 2})));
        List<Long> read = new ArrayList<>();

        assertThat(batches.read(set, 0, 2, batch -> read.add(batch.batch()), Duration.ofSeconds(1)))
                .as("the second one is not there")
                .isFalse();
        assertThat(read).containsExactly(0L);
        assertThat(batches.read(set, 0, 1, batch -> read.add(batch.batch()), PATIENCE))
                .isTrue();
        assertThat(read).containsExactly(0L, 0L);
    }

    @Test
    void saysThatABatchOfADeletedSetIsNotThere() throws Exception {
        assertThat(batches.read(ContinuousSets.set("deleted", 3), 0, 1, batch -> {}, Duration.ofSeconds(1)))
                .isFalse();
    }

    private static List<SeenAnswer> seen(AnswerFeed feed, int count) throws InterruptedException {
        List<SeenAnswer> seen = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (seen.size() < count && System.nanoTime() < deadline) {
            seen.addAll(feed.poll(Duration.ofMillis(100)));
        }
        return seen;
    }

    private static Sample sample(int pixel, @Nullable Answer answer) {
        return new Sample("test", 1, 1, 1, new byte[] {(byte) pixel}, null, answer, null);
    }
}
