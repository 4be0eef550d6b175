package dev.retort.contracts.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.retort.contracts.Digest;
import dev.retort.contracts.ExampleBatches;
import dev.retort.contracts.Examples;
import dev.retort.contracts.GoldenFile;
import dev.retort.contracts.Hostile;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.CloudEvents;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.sample.wire.SamplesV1;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleCodecTest {
    private static final int ROUNDS = 2000;
    private static final Message SAMPLE = SampleCodec.encode(ExampleBatches.sample());

    static List<SampleMessage> examples() {
        return List.of(
                ExampleBatches.sample(),
                StoredSample.of(ExampleBatches.sample()),
                SampleLabelled.ofRequest("gateway", "request-1", 7));
    }

    private static String fileOf(SampleMessage message) {
        return message.getClass().getSimpleName() + ".v1.message";
    }

    private static Optional<Reason> refusal(byte[] value) {
        return Hostile.boundedRefusal(value.length, () -> SampleCodec.decode(SAMPLE.headers(), value));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsTheGoldenFile(SampleMessage expected) throws MalformedMessageException {
        Message golden = GoldenFile.message(fileOf(expected));

        assertThat(SampleCodec.decode(golden.headers(), golden.value()))
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void writesTheSameBytesTopicKeyAndHeaders(SampleMessage message) {
        String written = GoldenFile.of(SampleCodec.encode(message));

        assertThat(written).isEqualTo(GoldenFile.text(fileOf(message)).orElse("golden/" + fileOf(message)));
    }

    @Test
    void readsWhatHasNothingButAnImage() throws MalformedMessageException {
        Sample bare = new Sample("camera", 1, 1, 2, new byte[] {1, 2}, null, null, null);
        Message message = SampleCodec.encode(bare);

        SampleMessage read = SampleCodec.decode(message.headers(), message.value());

        assertThat(read).usingRecursiveComparison().isEqualTo(bare);
    }

    @Test
    void readsALabelThatBelongsToAContentDigest() throws MalformedMessageException {
        SampleLabelled labelled =
                SampleLabelled.ofContent("gateway", ExampleBatches.sample().content(), 0);
        Message message = SampleCodec.encode(labelled);

        assertThat(SampleCodec.decode(message.headers(), message.value())).isEqualTo(labelled);
    }

    @Test
    void knowsAnImageByItsShapeAndPixelsAlone() {
        Sample sample = ExampleBatches.sample();
        byte[] pixels = sample.pixels();

        assertThat(new Sample("another", 1, 2, 2, pixels, null, null, null).content())
                .isEqualTo(sample.content());
        assertThat(new Sample("another", 1, 1, 4, pixels, null, null, null).content())
                .isNotEqualTo(sample.content());
        // SHA-256 of 00000001 00000002 00000002 00017fff, by another program.
        assertThat(sample.content()).isEqualTo(new Digest(CONTENT));
    }

    private static final String CONTENT = "e796fec8a422c5de10401b64ecd3bb71dcebb50e3be1e1bc01c522372ba3c447";

    record Defect(String name, Reason reason, Consumer<SamplesV1.Sample.Builder> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Defect> defects() {
        return List.of(
                new Defect("no source", Reason.OUT_OF_RANGE, b -> b.clearSource()),
                new Defect("a source that leads upwards", Reason.OUT_OF_RANGE, b -> b.setSource("../x")),
                new Defect("a request id that leads upwards", Reason.OUT_OF_RANGE, b -> b.setRequestId("../x")),
                new Defect("no pixels", Reason.WRONG_SHAPE, b -> b.clearPixels()),
                new Defect("no channels", Reason.WRONG_SHAPE, b -> b.clearChannels()),
                new Defect("too many channels", Reason.WRONG_SHAPE, b -> b.setChannels(-1)),
                new Defect(
                        "2^96 pixels",
                        Reason.WRONG_SHAPE,
                        b -> b.setChannels(-1).setHeight(-1).setWidth(-1)),
                new Defect(
                        "2^64 pixels",
                        Reason.WRONG_SHAPE,
                        b -> b.clearPixels()
                                .setChannels(1 << 31)
                                .setHeight(1 << 31)
                                .setWidth(4)),
                new Defect(
                        "nothing at all",
                        Reason.OUT_OF_RANGE,
                        b -> b.clearPixels().clearChannels().clearHeight().clearWidth()),
                new Defect("label 2^32 - 1", Reason.OUT_OF_RANGE, b -> b.setLabel(-1)),
                new Defect(
                        "half a digest",
                        Reason.WRONG_SHAPE,
                        b -> b.getAnswerBuilder().setModelVersion(ByteString.copyFrom(new byte[16]))),
                new Defect(
                        "more than sure",
                        Reason.OUT_OF_RANGE,
                        b -> b.getAnswerBuilder().setConfidence(1.5f)),
                new Defect("NaN", Reason.NON_FINITE, b -> b.getAnswerBuilder().setConfidence(Float.NaN)),
                new Defect(
                        "a class below 0",
                        Reason.OUT_OF_RANGE,
                        b -> b.getAnswerBuilder().setTopClass(-1)));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void refusesWithTheReason(Defect defect) throws Exception {
        SamplesV1.Sample.Builder message = SamplesV1.Sample.parseFrom(SAMPLE.value()).toBuilder();
        defect.change().accept(message);

        assertThat(refusal(message.build().toByteArray())).contains(defect.reason());
    }

    record StoredDefect(String name, Reason reason, Consumer<SamplesV1.StoredSample.Builder> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<StoredDefect> storedDefects() {
        return List.of(
                new StoredDefect("no source", Reason.OUT_OF_RANGE, b -> b.clearSource()),
                new StoredDefect("no content", Reason.WRONG_SHAPE, b -> b.clearContent()),
                new StoredDefect(
                        "a path for a content",
                        Reason.WRONG_SHAPE,
                        b -> b.setContent(ByteString.copyFromUtf8("../models"))),
                new StoredDefect("no height", Reason.OUT_OF_RANGE, b -> b.clearHeight()),
                new StoredDefect(
                        "2^93 pixels",
                        Reason.OUT_OF_RANGE,
                        b -> b.setChannels(Integer.MAX_VALUE)
                                .setHeight(Integer.MAX_VALUE)
                                .setWidth(Integer.MAX_VALUE)),
                new StoredDefect(
                        "one byte too many",
                        Reason.OUT_OF_RANGE,
                        b -> b.setChannels(1).setHeight(1).setWidth(Sample.GREATEST_BYTES + 1)),
                new StoredDefect("label 2^32 - 1", Reason.OUT_OF_RANGE, b -> b.setLabel(-1)));
    }

    @ParameterizedTest
    @MethodSource("storedDefects")
    void refusesOneInTheStoreWithTheReason(StoredDefect defect) throws Exception {
        Message stored = SampleCodec.encode(StoredSample.of(ExampleBatches.sample()));
        SamplesV1.StoredSample.Builder message = SamplesV1.StoredSample.parseFrom(stored.value()).toBuilder();
        defect.change().accept(message);

        assertThat(Hostile.refusal(() ->
                        SampleCodec.decode(stored.headers(), message.build().toByteArray())))
                .contains(defect.reason());
    }

    @Test
    void takesForAnImageInTheStoreNoOtherPixelsThanItsOwn() {
        Sample sample = ExampleBatches.sample();
        StoredSample stored = StoredSample.of(sample);

        assertThat(stored.key()).isEqualTo("samples/" + CONTENT);
        assertThat(stored.bytes()).isEqualTo(4);
        assertThat(stored.with(sample.pixels()).content()).isEqualTo(sample.content());
        assertThatThrownBy(() -> stored.with(new byte[] {0, 1, 127, 0})).hasMessageContaining(CONTENT);
        assertThatThrownBy(() -> stored.with(new byte[5])).hasMessageContaining("5 bytes");
    }

    @Test
    void refusesALabelForNothingAndOneForTwoThings() {
        assertThatThrownBy(() -> new SampleLabelled("a", null, null, 1)).hasMessageContaining("one of the two");
        assertThatThrownBy(() -> new SampleLabelled("a", "r", Examples.digest("x"), 1))
                .hasMessageContaining("one of the two");
    }

    @Test
    void refusesAnotherType() {
        Map<String, String> headers = new HashMap<>(SAMPLE.headers());
        headers.put(CloudEvents.TYPE, "dev.retort.Sample.v2");

        assertThat(Hostile.refusal(() -> SampleCodec.decode(headers, SAMPLE.value())))
                .contains(Reason.UNKNOWN_TYPE);
    }

    @Test
    void readsOrRefusesWhatADiskOrANetworkHasDamaged() {
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged =
                    i % 2 == 0 ? Hostile.flipped(SAMPLE.value(), random) : Hostile.spliced(SAMPLE.value(), random);
            refused += damaged.length > 0 && refusal(damaged).isPresent() ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(ROUNDS / 3);
    }
}
