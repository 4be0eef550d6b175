package dev.retort.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.Message;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final String GOLDEN = "DeadLetter.v1.message";
    private static final byte[] GARBAGE = {0, (byte) 0xFF, 1};

    private static Message of(Map<String, String> headers, byte[] value, String message) {
        return DeadLetter.of("eval-service", "retort.checkpoints", 2, 7, headers, value, refusal(message));
    }

    private static MalformedMessageException refusal(String message) {
        return new MalformedMessageException(Reason.WRONG_SHAPE, message);
    }

    @Test
    void writesWhatTheGoldenFileHolds() {
        assertThat(GoldenFile.of(Examples.deadLetter()))
                .isEqualTo(GoldenFile.text(GOLDEN).orElseThrow());
    }

    @Test
    void keepsValueAndHeadersAndAddsPlaceAndReason() {
        Message letter = of(Map.of("ce_type", "dev.retort.X.v1", "trace", "t"), GARBAGE, "it lacks a run");

        assertThat(letter.topic()).isEqualTo("retort.checkpoints.dlq");
        assertThat(letter.value()).isEqualTo(GARBAGE);
        assertThat(letter.headers())
                .containsOnly(
                        Map.entry("ce_type", "dev.retort.X.v1"),
                        Map.entry("trace", "t"),
                        Map.entry(DeadLetter.REASON, "WRONG_SHAPE"),
                        Map.entry(DeadLetter.MESSAGE, "it lacks a run"),
                        Map.entry(DeadLetter.TOPIC, "retort.checkpoints"),
                        Map.entry(DeadLetter.PARTITION, "2"),
                        Map.entry(DeadLetter.OFFSET, "7"),
                        Map.entry(DeadLetter.SERVICE, "eval-service"));
    }

    /** A compacted topic then holds each once, however often the log is read. */
    @Test
    void isNamedByThePlaceOfTheOriginalAndNothingElse() {
        assertThat(of(Map.of(), GARBAGE, "one").key())
                .isEqualTo(of(Map.of("a", "b"), new byte[0], "another").key())
                .isEqualTo("retort.checkpoints-2-7");
    }

    /** Null would delete the dead letter from a compacted topic. */
    @Test
    void turnsNoValueIntoAnEmptyOne() {
        Message letter = DeadLetter.of("eval-service", "retort.checkpoints", 2, 7, Map.of(), null, refusal("no data"));

        assertThat(letter.value()).isEmpty();
    }

    @Test
    void quotesALongReasonOnlyInPart() {
        Message letter = of(Map.of(), GARBAGE, "x".repeat(1_000_000));

        assertThat(letter.headers().get(DeadLetter.MESSAGE))
                .hasSizeLessThan(2100)
                .endsWith("…");
    }

    @Test
    void overwritesMarksThatTheOriginalPretendsToHave() {
        Message letter = of(Map.of(DeadLetter.OFFSET, "1", DeadLetter.REASON, "NONE"), GARBAGE, "x");

        assertThat(letter.headers())
                .containsEntry(DeadLetter.OFFSET, "7")
                .containsEntry(DeadLetter.REASON, "WRONG_SHAPE");
    }

    @Test
    void putsAsideAnEventThatCanBeReadButNotFollowed() {
        Message event = new EventCodec("retort").encode(Examples.events().getFirst());

        Message letter = DeadLetter.of("eval-service", event, "missing-abc", refusal("not in the store"));

        assertThat(letter.topic()).isEqualTo("retort.commands.dlq");
        assertThat(letter.key()).isEqualTo("missing-abc");
        assertThat(new String(letter.value(), StandardCharsets.UTF_8)).contains("quickstart");
        assertThat(letter.headers())
                .containsAllEntriesOf(event.headers())
                .containsEntry(DeadLetter.REASON, "WRONG_SHAPE")
                .containsEntry(DeadLetter.SERVICE, "eval-service");
    }
}
