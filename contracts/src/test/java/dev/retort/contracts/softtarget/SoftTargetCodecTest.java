package dev.retort.contracts.softtarget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import dev.retort.contracts.ExampleBatches;
import dev.retort.contracts.Examples;
import dev.retort.contracts.GoldenFile;
import dev.retort.contracts.Hostile;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.CloudEvents;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.softtarget.wire.SoftTargetsV1.SoftTargets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftTargetCodecTest {
    private static final String GOLDEN = "SoftTargets.v1.message";
    private static final int ROUNDS = 2000;

    private static final Message MESSAGE = SoftTargetCodec.encode(ExampleBatches.softTargets());

    private static Optional<Reason> refusal(byte[] value) {
        return Hostile.boundedRefusal(value.length, () -> SoftTargetCodec.decode(MESSAGE.headers(), value));
    }

    private static void assertEqual(SoftTargetBatch actual, SoftTargetBatch expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void readsTheGoldenFile() throws MalformedMessageException {
        Message golden = GoldenFile.message(GOLDEN);

        assertEqual(SoftTargetCodec.decode(golden.headers(), golden.value()), ExampleBatches.softTargets());
    }

    @Test
    void writesTheSameBytesTopicKeyAndHeaders() {
        assertThat(GoldenFile.of(MESSAGE))
                .isEqualTo(GoldenFile.text(GOLDEN)
                        .orElseThrow(() -> new AssertionError("golden/" + GOLDEN + ":\n" + GoldenFile.of(MESSAGE))));
    }

    @Test
    void ignoresFieldsThatALaterVersionAdds() throws Exception {
        Message golden = GoldenFile.message(GOLDEN);
        UnknownFieldSet.Field later = UnknownFieldSet.Field.newBuilder()
                .addVarint(Long.MIN_VALUE)
                .addLengthDelimited(ByteString.copyFromUtf8("later"))
                .build();
        byte[] value = SoftTargets.parseFrom(golden.value()).toBuilder()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(15, later).build())
                .build()
                .toByteArray();

        assertEqual(SoftTargetCodec.decode(golden.headers(), value), ExampleBatches.softTargets());
    }

    @Test
    void takesTheDefaultOfAFieldThatIsAbsent() throws Exception {
        byte[] value = SoftTargets.parseFrom(MESSAGE.value()).toBuilder()
                .clearView()
                .clearFirstSequence()
                .build()
                .toByteArray();

        SoftTargetBatch batch = SoftTargetCodec.decode(MESSAGE.headers(), value);

        assertThat(batch.view()).isZero();
        assertThat(batch.firstSequence()).isZero();
    }

    /** 128 samples of ten classes, indices up to CIFAR-10's 45,000 training images. */
    @Test
    void staysWithinTheBudgetOfBytesASample() {
        SplittableRandom random = new SplittableRandom(3);
        int samples = 128;
        int classes = 10;
        short[] logits = new short[samples * classes];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.floatToFloat16((float) random.nextDouble(-20, 20));
        }
        Message message = SoftTargetCodec.encode(new SoftTargetBatch(
                Examples.digest("transfer set"),
                Examples.digest("teacher"),
                199,
                199L * 44_928,
                classes,
                random.ints(samples, 0, 45_000).toArray(),
                random.ints(samples, 0, classes).toArray(),
                logits));

        assertThat(wireBytes(message) / (double) samples).isBetween(20.0, 26.0);
    }

    /** Key, headers and value with their lengths; what Kafka adds for a batch of records is measured where there is one. */
    private static long wireBytes(Message message) {
        long headers = message.headers().entrySet().stream()
                .mapToLong(header -> bytes(header.getKey()) + bytes(header.getValue()))
                .sum();
        return bytes(message.key()) + headers + sized(message.value().length);
    }

    private static long bytes(String text) {
        return sized(text.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Kafka's lengths are zigzag varints. */
    private static long sized(int length) {
        return CodedOutputStream.computeSInt32SizeNoTag(length) + (long) length;
    }

    @Test
    void refusesEveryTruncation() {
        for (int length = 0; length < MESSAGE.value().length; length++) {
            assertThat(refusal(Arrays.copyOf(MESSAGE.value(), length)))
                    .as("%d bytes", length)
                    .hasValueSatisfying(reason -> assertThat(reason).isIn(Reason.NOT_PARSEABLE, Reason.WRONG_SHAPE));
        }
    }

    @Test
    void readsOrRefusesWhateverBitsFlip() {
        SplittableRandom random = new SplittableRandom(17);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            refused += refusal(Hostile.flipped(MESSAGE.value(), random)).isPresent() ? 1 : 0;
            refused += refusal(Hostile.spliced(MESSAGE.value(), random)).isPresent() ? 1 : 0;
        }
        assertThat(refused).isBetween(ROUNDS, 2 * ROUNDS);
    }

    @Test
    void readsOrRefusesNoise() {
        SplittableRandom random = new SplittableRandom(18);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[random.nextInt(1, 500)];
            random.nextBytes(noise);
            assertThat(refusal(noise)).isPresent();
        }
    }

    /** One thing wrong with a message. */
    record Defect(String name, Reason reason, Consumer<SoftTargets.Builder> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Defect> defects() {
        return List.of(
                new Defect("a short digest", Reason.WRONG_SHAPE, b -> b.setTransferSet(ByteString.copyFromUtf8("x"))),
                new Defect("no teacher", Reason.WRONG_SHAPE, SoftTargets.Builder::clearTeacherVersion),
                new Defect(
                        "no sample",
                        Reason.WRONG_SHAPE,
                        b -> b.clearDatasetIndex().clearHardLabel().clearLogits()),
                new Defect(
                        "a label too few",
                        Reason.WRONG_SHAPE,
                        b -> b.clearHardLabel().addHardLabel(0)),
                new Defect("an index too many", Reason.WRONG_SHAPE, b -> b.addDatasetIndex(5)),
                new Defect("no class", Reason.WRONG_SHAPE, SoftTargets.Builder::clearClasses),
                new Defect("one class", Reason.WRONG_SHAPE, b -> b.setClasses(1)),
                new Defect("another number of classes", Reason.WRONG_SHAPE, b -> b.setClasses(5)),
                new Defect("2^31 classes", Reason.WRONG_SHAPE, b -> b.setClasses(Integer.MIN_VALUE)),
                new Defect("2^31 - 1 classes", Reason.WRONG_SHAPE, b -> b.setClasses(Integer.MAX_VALUE)),
                new Defect("2^32 - 1 classes", Reason.WRONG_SHAPE, b -> b.setClasses(-1)),
                new Defect("classes that overflow to fit", Reason.WRONG_SHAPE, b -> b.setClasses((1 << 30) + 4)),
                new Defect(
                        "half a logit",
                        Reason.WRONG_SHAPE,
                        b -> b.setLogits(b.getLogits().substring(1))),
                new Defect("view 2^32 - 1", Reason.OUT_OF_RANGE, b -> b.setView(-1)),
                new Defect("sequence 2^63", Reason.OUT_OF_RANGE, b -> b.setFirstSequence(Long.MIN_VALUE)),
                new Defect("index 2^31", Reason.OUT_OF_RANGE, b -> b.setDatasetIndex(1, Integer.MIN_VALUE)),
                new Defect("index 2^31 - 1", Reason.OUT_OF_RANGE, b -> b.setDatasetIndex(1, Integer.MAX_VALUE)),
                new Defect("a label beyond the classes", Reason.OUT_OF_RANGE, b -> b.setHardLabel(2, 4)),
                new Defect("label 2^32 - 1", Reason.OUT_OF_RANGE, b -> b.setHardLabel(2, -1)),
                new Defect("a logit NaN", Reason.NON_FINITE, b -> setLogit(b, Float.NaN)),
                new Defect("a logit infinite", Reason.NON_FINITE, b -> setLogit(b, Float.POSITIVE_INFINITY)),
                new Defect("a logit -infinite", Reason.NON_FINITE, b -> setLogit(b, Float.NEGATIVE_INFINITY)));
    }

    private static void setLogit(SoftTargets.Builder message, float value) {
        byte[] logits = message.getLogits().toByteArray();
        short bits = Float.floatToFloat16(value);
        logits[10] = (byte) bits;
        logits[11] = (byte) (bits >> 8);
        message.setLogits(ByteString.copyFrom(logits));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void refusesWithTheReason(Defect defect) throws IOException {
        SoftTargets.Builder message = SoftTargets.parseFrom(MESSAGE.value()).toBuilder();
        defect.change().accept(message);

        assertThat(refusal(message.build().toByteArray())).contains(defect.reason());
    }

    @Test
    void saysWhichLogitIsNotFinite() throws IOException {
        SoftTargets.Builder message = SoftTargets.parseFrom(MESSAGE.value()).toBuilder();
        setLogit(message, Float.NaN);

        assertThatThrownBy(() -> SoftTargetCodec.decode(
                        MESSAGE.headers(), message.build().toByteArray()))
                .hasMessage("logit 1 of sample 1 is NaN");
    }

    /** Lengths that are claimed, not there: of the digest (field 1), of packed indices (6) and of logits (8). */
    @ParameterizedTest
    @ValueSource(ints = {1, 6, 8})
    void believesNoLengthThatIsNotThere(int field) {
        byte[] claim = {(byte) ((field << 3) | 2), (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07, 1, 2, 3};

        assertThat(refusal(claim)).contains(Reason.NOT_PARSEABLE);
    }

    @Test
    void refusesAMessageWithoutTheHeadersThatSayWhatItIs() {
        for (String header : List.of(CloudEvents.SPEC_VERSION, CloudEvents.TYPE)) {
            Map<String, String> headers = new HashMap<>(MESSAGE.headers());
            headers.remove(header);

            assertThat(Hostile.refusal(() -> SoftTargetCodec.decode(headers, MESSAGE.value())))
                    .as(header)
                    .contains(Reason.MISSING_HEADER);
        }
    }

    @Test
    void refusesAnotherTypeAndAnotherVersion() {
        for (String type : List.of("", "dev.retort.StopRun.v1", "dev.retort.SoftTargets.v2")) {
            Map<String, String> headers = new HashMap<>(MESSAGE.headers());
            headers.put(CloudEvents.TYPE, type);

            assertThat(Hostile.refusal(() -> SoftTargetCodec.decode(headers, MESSAGE.value())))
                    .as(type)
                    .contains(Reason.UNKNOWN_TYPE);
        }
    }

    @Test
    void refusesAMessageWithoutData() {
        assertThat(Hostile.refusal(() -> SoftTargetCodec.decode(MESSAGE.headers(), null)))
                .contains(Reason.NOT_PARSEABLE);
    }
}
