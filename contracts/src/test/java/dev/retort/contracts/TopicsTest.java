package dev.retort.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.Event;
import org.junit.jupiter.api.Test;

class TopicsTest {
    /** Kafka's own rule for a name of a topic. */
    private static final String LEGAL = "[a-zA-Z0-9._-]{1,249}";

    @Test
    void namesTheLogOfATransferSetByItsDigest() {
        Digest set = Examples.digest("transfer set");

        assertThat(Topics.softTargets(set))
                .isEqualTo("retort.soft-targets." + set.hex())
                .matches(LEGAL);
        assertThat(Topics.deadLetters(Topics.softTargets(set))).endsWith(".dlq").matches(LEGAL);
    }

    @Test
    void sendsEveryEventToTheTopicOfItsKind() {
        assertThat(Examples.events())
                .extracting(Event::topic)
                .containsExactly(
                        "retort.commands",
                        "retort.commands",
                        "retort.commands",
                        "retort.commands",
                        "retort.commands",
                        "retort.commands",
                        "retort.commands",
                        "retort.commands",
                        "retort.progress",
                        "retort.progress",
                        "retort.progress",
                        "retort.progress",
                        "retort.progress",
                        "retort.progress",
                        "retort.progress",
                        "retort.checkpoints",
                        "retort.evaluations",
                        "retort.evaluations",
                        "retort.evaluations",
                        "retort.evaluations",
                        "retort.evaluations",
                        "retort.promotions",
                        "retort.promotions",
                        "retort.commands",
                        "retort.commands",
                        "retort.commands",
                        "retort.progress",
                        "retort.progress",
                        "retort.progress",
                        "retort.progress",
                        "retort.progress",
                        "retort.progress",
                        "retort.progress");
    }

    /** What Kafka's metrics take for one name: it maps dots and underscores to each other. */
    @Test
    void hasNoTwoNamesThatCollide() {
        assertThat(Examples.events().stream().map(Event::topic).distinct().map(topic -> topic.replace('.', '_')))
                .doesNotHaveDuplicates();
    }
}
