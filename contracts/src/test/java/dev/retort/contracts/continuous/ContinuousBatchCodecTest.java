package dev.retort.contracts.continuous;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.retort.contracts.ExampleBatches;
import dev.retort.contracts.GoldenFile;
import dev.retort.contracts.Hostile;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.wire.ContinuousSoftTargetsV1.ContinuousSoftTargets;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.Message;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContinuousBatchCodecTest {
    private static final String GOLDEN = "ContinuousSoftTargets.v1.message";
    private static final int ROUNDS = 2000;
    private static final ContinuousBatch EXAMPLE = ExampleBatches.continuousBatch();
    private static final ContinuousSet SET = EXAMPLE.set();
    private static final Message MESSAGE = ContinuousBatchCodec.encode(EXAMPLE);

    private static Optional<Reason> refusal(byte[] value) {
        return Hostile.boundedRefusal(value.length, () -> ContinuousBatchCodec.decode(SET, MESSAGE.headers(), value));
    }

    @Test
    void readsTheGoldenFile() throws MalformedMessageException {
        Message golden = GoldenFile.message(GOLDEN);

        assertThat(ContinuousBatchCodec.decode(SET, golden.headers(), golden.value()))
                .usingRecursiveComparison()
                .isEqualTo(EXAMPLE);
    }

    @Test
    void writesTheSameBytesTopicKeyAndHeaders() {
        assertThat(GoldenFile.of(MESSAGE)).isEqualTo(GoldenFile.text(GOLDEN).orElse("golden/" + GOLDEN));
    }

    @Test
    void carriesTheRequestsThatBroughtAnImageAgain() throws Exception {
        ContinuousSoftTargets message = ContinuousSoftTargets.parseFrom(MESSAGE.value()).toBuilder()
                .addRepeatedSample(15)
                .addRepeatedRequestId("request-2")
                .build();

        ContinuousBatch read = ContinuousBatchCodec.decode(SET, MESSAGE.headers(), message.toByteArray());

        assertThat(read.requests().first()).isEqualTo(EXAMPLE.requests().first());
        assertThat(read.requests().again()).containsExactly(new Requests.Again(15, "request-2"));
        assertThat(ContinuousBatchCodec.encode(read).value()).isEqualTo(message.toByteArray());
    }

    @Test
    void cutsOutImagesAndLogits() {
        assertThat(EXAMPLE.image(1)).containsExactly(-1, -128, 127, 0);
        assertThat(Float.float16ToFloat(EXAMPLE.logits(0, 1)[0])).isEqualTo(65_504f);
        assertThat(Float.float16ToFloat(EXAMPLE.logits(1, 0)[2])).isEqualTo(100f);
        assertThat(EXAMPLE.logits(1, 1)).hasSize(3);
    }

    @Test
    void chainsTheContentSoThatALabelOrAnEarlierBatchChangesIt() {
        List<dev.retort.contracts.Digest> samples = List.of(EXAMPLE.imageContent(0), EXAMPLE.imageContent(1));
        var content = ContinuousBatch.content(ContinuousBatch.NOTHING, samples, new int[] {2, -1}, List.of());

        assertThat(List.of(
                        content,
                        ContinuousBatch.content(content, samples, new int[] {2, -1}, List.of()),
                        ContinuousBatch.content(ContinuousBatch.NOTHING, samples, new int[] {2, 0}, List.of()),
                        ContinuousBatch.content(
                                ContinuousBatch.NOTHING, samples.reversed(), new int[] {2, -1}, List.of()),
                        ContinuousBatch.content(
                                ContinuousBatch.NOTHING, samples, new int[] {2, -1}, List.of(new LateLabel(0, 1)))))
                .doesNotHaveDuplicates();
    }

    record Defect(String name, Reason reason, Consumer<ContinuousSoftTargets.Builder> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Defect> defects() {
        byte[] other = new byte[32];
        return List.of(
                new Defect("another set", Reason.UNKNOWN_DATASET, b -> b.setSet(ByteString.copyFrom(other))),
                new Defect("another teacher", Reason.UNKNOWN_DATASET, b -> b.clearTeacherVersion()),
                new Defect("no content", Reason.WRONG_SHAPE, b -> b.clearContent()),
                new Defect("batch 2^64 - 1", Reason.WRONG_SHAPE, b -> b.setBatch(-1)),
                new Defect("no offsets", Reason.WRONG_SHAPE, b -> b.setNextOffset(500)),
                new Defect("a pixel less", Reason.WRONG_SHAPE, b -> b.setPixels(ByteString.copyFrom(new byte[7]))),
                new Defect("half a logit", Reason.WRONG_SHAPE, b -> b.setLogits(ByteString.copyFrom(new byte[23]))),
                new Defect("a logit less", Reason.WRONG_SHAPE, b -> b.setLogits(ByteString.copyFrom(new byte[22]))),
                new Defect(
                        "a logit NaN",
                        Reason.NON_FINITE,
                        b -> b.setLogits(
                                ByteString.copyFrom(new byte[22]).concat(ByteString.copyFrom(new byte[] {1, 0x7C})))),
                new Defect(
                        "a label less", Reason.WRONG_SHAPE, b -> b.clearLabel().addLabel(1)),
                new Defect("a label beyond the classes", Reason.WRONG_SHAPE, b -> b.setLabel(0, 3)),
                new Defect("label -2", Reason.WRONG_SHAPE, b -> b.setLabel(0, -2)),
                new Defect("a flag more", Reason.WRONG_SHAPE, b -> b.addHeldOut(true)),
                new Defect("a request id more", Reason.WRONG_SHAPE, b -> b.addRequestId("x")),
                new Defect(
                        "a source that leads upwards",
                        Reason.WRONG_SHAPE,
                        b -> b.getSourceRecordBuilder(0).setSource("..")),
                new Defect(
                        "a request that brought nothing again", Reason.WRONG_SHAPE, b -> b.addRepeatedRequestId("x")),
                new Defect(
                        "a repeated request without a name",
                        Reason.WRONG_SHAPE,
                        b -> b.addRepeatedSample(0).addRepeatedRequestId("")),
                new Defect(
                        "a repeated sample of a later batch",
                        Reason.WRONG_SHAPE,
                        b -> b.addRepeatedSample(16).addRepeatedRequestId("x")),
                new Defect("a late label for nothing", Reason.WRONG_SHAPE, b -> b.addLateLabel(1)),
                new Defect("a late label for a sample of this batch", Reason.WRONG_SHAPE, b -> b.setLateSample(0, 14)));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void refusesWithTheReason(Defect defect) throws Exception {
        ContinuousSoftTargets.Builder message = ContinuousSoftTargets.parseFrom(MESSAGE.value()).toBuilder();
        defect.change().accept(message);

        assertThat(refusal(message.build().toByteArray())).contains(defect.reason());
    }

    @Test
    void readsOrRefusesWhatADiskOrANetworkHasDamaged() {
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged =
                    i % 2 == 0 ? Hostile.flipped(MESSAGE.value(), random) : Hostile.spliced(MESSAGE.value(), random);
            refused += damaged.length > 0 && refusal(damaged).isPresent() ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(ROUNDS / 3);
    }
}
