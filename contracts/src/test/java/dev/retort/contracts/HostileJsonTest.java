package dev.retort.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.CloudEvents;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.contracts.manifest.Manifest;
import dev.retort.contracts.manifest.ManifestCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events and manifests from somebody who means no good: refused with the right reason, and nothing worse. */
class HostileJsonTest {
    private static final EventCodec CODEC = new EventCodec("hostile");
    private static final int ROUNDS = 200;
    private static final List<JsonNode> OF_EVERY_TYPE = List.of(
            IntNode.valueOf(3),
            DoubleNode.valueOf(2.5),
            TextNode.valueOf("text"),
            TextNode.valueOf(""),
            TextNode.valueOf("7"),
            BooleanNode.TRUE,
            JsonNodeFactory.instance.arrayNode(),
            JsonNodeFactory.instance.objectNode());

    static Stream<Object> examples() {
        return Stream.of(Examples.events(), ExampleManifests.manifests(), List.of(ExampleManifests.servedManifest()))
                .flatMap(List::stream);
    }

    private static byte[] encode(Object example) {
        return JsonRecords.encode(example);
    }

    private static Object decode(Object example, byte[] json) throws MalformedMessageException {
        return switch (example) {
            case Event event -> CODEC.decode(CODEC.encode(event).headers(), json);
            case Manifest manifest -> ManifestCodec.decode(json, manifest.getClass());
            default -> throw new IllegalArgumentException("neither event nor manifest: " + example);
        };
    }

    private static Optional<Reason> refusal(Object example, byte[] json) {
        return Hostile.boundedRefusal(json.length, () -> decode(example, json));
    }

    private static Optional<Reason> refusal(Object example, JsonNode json) {
        return refusal(example, Trees.toBytes(json));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refusesEveryTruncation(Object example) {
        byte[] json = encode(example);
        for (int length = 0; length < json.length; length++) {
            assertThat(refusal(example, Arrays.copyOf(json, length)))
                    .as("%d of %d bytes", length, json.length)
                    .contains(Reason.NOT_PARSEABLE);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsOrRefusesWhateverBitsFlip(Object example) {
        byte[] json = encode(example);
        SplittableRandom random = new SplittableRandom(17);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            refused += refusal(example, Hostile.flipped(json, random)).isPresent() ? 1 : 0;
            refused += refusal(example, Hostile.spliced(json, random)).isPresent() ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(ROUNDS / 2);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refusesEveryValueOfAnotherType(Object example) {
        JsonNode tree = Trees.parse(encode(example));
        for (JsonPointer place : Trees.places(tree)) {
            for (JsonNode value : OF_EVERY_TYPE) {
                if (isOfAnotherType(value, tree.at(place))) {
                    assertThat(refusal(example, Trees.with(tree, place, value)))
                            .as("%s at %s", value, place)
                            .contains(Reason.WRONG_SHAPE);
                }
            }
        }
    }

    /** A fraction is no count; a whole number is a fine fraction. */
    private static boolean isOfAnotherType(JsonNode value, JsonNode original) {
        return (original.isNumber() && value.isNumber())
                ? (original.isIntegralNumber() && !value.isIntegralNumber())
                : original.getNodeType() != value.getNodeType();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refusesNullButWhereAKeyIsOptional(Object example) {
        JsonNode tree = Trees.parse(encode(example));
        for (JsonPointer place : Trees.places(tree)) {
            boolean optional = Records.isOptional(example.getClass(), place);
            assertThat(refusal(example, Trees.with(tree, place, NullNode.instance)))
                    .as(place.toString())
                    .isEqualTo(optional ? Optional.empty() : Optional.of(Reason.WRONG_SHAPE));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refusesFractionsThatAreNotFinite(Object example) {
        JsonNode tree = Trees.parse(encode(example));
        for (JsonPointer place : Trees.places(tree)) {
            if (tree.at(place).isDouble()) {
                String marked = new String(
                        Trees.toBytes(Trees.with(tree, place, TextNode.valueOf("@@"))), StandardCharsets.UTF_8);
                for (String number : List.of("1e400", "-1e400", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"")) {
                    byte[] json = marked.replace("\"@@\"", number).getBytes(StandardCharsets.UTF_8);
                    assertThat(refusal(example, json))
                            .as("%s at %s", number, place)
                            .contains(Reason.NON_FINITE);
                }
                byte[] bare = marked.replace("\"@@\"", "NaN").getBytes(StandardCharsets.UTF_8);
                assertThat(refusal(example, bare)).contains(Reason.NOT_PARSEABLE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refusesWhatIsNoObject(Object example) {
        for (JsonNode value : OF_EVERY_TYPE) {
            assertThat(refusal(example, value)).as(value.toString()).contains(Reason.WRONG_SHAPE);
        }
        assertThat(refusal(example, NullNode.instance)).contains(Reason.WRONG_SHAPE);
    }

    static final List<String> OVERSIZED = List.of(
            "[".repeat(200_000),
            "{\"later\":".repeat(100_000),
            "{\"later\":" + "9".repeat(500_000) + "}",
            "{\"later\":1e" + "9".repeat(500_000) + "}",
            "{\"at\":1e999999999}",
            "{\"" + "x".repeat(500_000) + "\":1}",
            "{\"run\":\"" + "x".repeat(500_000) + "\"}");

    @ParameterizedTest
    @FieldSource("OVERSIZED")
    void refusesWhatIsTooDeepOrTooLongWithoutSpendingMuch(String json) {
        for (Object example : examples().toList()) {
            assertThat(refusal(example, json.getBytes(StandardCharsets.UTF_8)))
                    .as(example.getClass().getSimpleName())
                    .isPresent();
        }
    }

    @Test
    void quotesALongValueOnlyInPart() {
        JsonNode tree = Trees.parse(encode(Examples.events().getFirst()));
        JsonNode hostile = Trees.with(tree, JsonPointer.compile("/run"), TextNode.valueOf("x".repeat(500_000)));

        assertThat(refusal(Examples.events().getFirst(), hostile)).contains(Reason.OUT_OF_RANGE);
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        for (Object example : examples().toList()) {
            String json = new String(encode(example), StandardCharsets.UTF_8);
            String first = json.substring(1, json.indexOf(':'));
            String twice = "{%s:null,%s".formatted(first, json.substring(1));

            assertThat(refusal(example, twice.getBytes(StandardCharsets.UTF_8))).contains(Reason.NOT_PARSEABLE);
        }
    }

    @Test
    void refusesWhatFollowsTheData() {
        for (Object example : examples().toList()) {
            String twice = new String(encode(example), StandardCharsets.UTF_8) + "{}";

            assertThat(refusal(example, twice.getBytes(StandardCharsets.UTF_8))).contains(Reason.NOT_PARSEABLE);
        }
    }

    @Test
    void refusesAnEventWithoutTheHeadersThatSayWhatItIs() {
        for (Event event : Examples.events()) {
            Message message = CODEC.encode(event);
            for (String header : List.of(CloudEvents.SPEC_VERSION, CloudEvents.TYPE)) {
                Map<String, String> headers = new HashMap<>(message.headers());
                headers.remove(header);

                assertThat(Hostile.refusal(() -> CODEC.decode(headers, message.value())))
                        .as(header)
                        .contains(Reason.MISSING_HEADER);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.3", "1", "2.0", "10.0", "v1.0", " 1.0"})
    void refusesAnotherSpecificationThanCloudEvents1(String version) {
        assertThat(refusalWith(CloudEvents.SPEC_VERSION, version)).contains(Reason.UNKNOWN_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "StopRun",
                "dev.retort.StopRun",
                "dev.retort.StopRun.v2",
                "dev.retort.stoprun.v1",
                "dev.retort.SoftTargets.v1",
                "dev.retort.Event.v1",
                "java.lang.Runtime"
            })
    void refusesATypeOrVersionThatItDoesNotKnow(String type) {
        assertThat(refusalWith(CloudEvents.TYPE, type)).contains(Reason.UNKNOWN_TYPE);
    }

    private static Optional<Reason> refusalWith(String header, String value) {
        Message message = CODEC.encode(Examples.events().getFirst());
        Map<String, String> headers = new HashMap<>(message.headers());
        headers.put(header, value);
        return Hostile.refusal(() -> CODEC.decode(headers, message.value()));
    }

    @Test
    void refusesAMessageWithoutData() {
        Message message = CODEC.encode(Examples.events().getFirst());

        assertThat(Hostile.refusal(() -> CODEC.decode(message.headers(), null))).contains(Reason.NOT_PARSEABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../train.bin", "a/b", "/etc/passwd", "a\\b", ".hidden", "a\nb", "a\u0000b"})
    void refusesAFileNameThatLeadsOutOfTheArtefact(String name) {
        DatasetManifest manifest =
                (DatasetManifest) ExampleManifests.manifests().getFirst();
        JsonNode tree = Trees.parse(ManifestCodec.encode(manifest));
        JsonNode file = JsonNodeFactory.instance
                .objectNode()
                .set(name, Json.MAPPER.valueToTree(new FileEntry(Examples.digest("x"), 1)));

        assertThat(refusal(manifest, Trees.with(tree, JsonPointer.compile("/files"), file)))
                .contains(Reason.OUT_OF_RANGE);
    }
}
