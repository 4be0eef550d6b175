package dev.retort.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.retort.contracts.Examples;
import dev.retort.contracts.GoldenFile;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Records;
import dev.retort.contracts.Trees;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is on somebody's log stays readable: one golden file an event type and version. */
class GoldenEventsTest {
    private static final EventCodec CODEC = new EventCodec("golden");

    static List<Event> examples() {
        return Examples.events();
    }

    static Stream<Class<?>> types() {
        return Records.permitted(Event.class);
    }

    private static String fileOf(Class<?> type) {
        return type.getSimpleName() + ".v1.message";
    }

    @ParameterizedTest
    @MethodSource("types")
    void knowsEveryEventTypeByItsNameAndHasAGoldenFileOfIt(Class<? extends Event> type) {
        assertThat(EventTypes.classOf(EventTypes.typeOf(type)))
                .as("in EventTypes")
                .isEqualTo(type);
        assertThat(Examples.events()).as("in Examples").hasAtLeastOneElementOfType(type);
        assertThat(GoldenFile.text(fileOf(type)))
                .as(() -> "golden/%s, which would hold%n%s%n"
                        .formatted(
                                fileOf(type),
                                GoldenFile.of(CODEC.encode(Examples.events().stream()
                                        .filter(type::isInstance)
                                        .findFirst()
                                        .orElseThrow()))))
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsTheGoldenFile(Event expected) throws MalformedMessageException {
        Message golden = GoldenFile.message(fileOf(expected.getClass()));

        assertThat(CODEC.decode(golden.headers(), golden.value())).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void writesTheSameBytesTopicKeyAndHeaders(Event event) {
        assertThat(GoldenFile.of(CODEC.encode(event)))
                .isEqualTo(GoldenFile.text(fileOf(event.getClass())).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void ignoresKeysAndHeadersThatALaterVersionAdds(Event expected) throws MalformedMessageException {
        Message golden = GoldenFile.message(fileOf(expected.getClass()));
        ObjectNode tree = (ObjectNode) Trees.parse(golden.value());
        for (String nested : List.of("transferSet", "heldOut", "test")) {
            if (tree.path(nested) instanceof ObjectNode record) {
                record.put("later", "x");
            }
        }
        tree.putObject("later").putArray("of").add(1).addNull();
        Map<String, String> headers = new HashMap<>(golden.headers());
        headers.put("ce_later", "x");

        assertThat(CODEC.decode(headers, Trees.toBytes(tree))).isEqualTo(expected);
    }

    @Test
    void readsAPromotionThatNamesNoVersionBeforeIt() throws MalformedMessageException {
        Message golden = GoldenFile.message("ModelPromoted.v1.message");
        ObjectNode tree = (ObjectNode) Trees.parse(golden.value());
        tree.remove("previous");

        ModelPromoted promoted = (ModelPromoted) CODEC.decode(golden.headers(), Trees.toBytes(tree));

        assertThat(promoted.previous()).isNull();
        assertThat(new String(CODEC.encode(promoted).value(), StandardCharsets.UTF_8))
                .doesNotContain("previous");
    }

    @Test
    void keepsUnderWhatASetIsLabelled() throws MalformedMessageException {
        for (Event event : List.of(Examples.openedUnderConditions(), Examples.labellingUnderOthers())) {
            Message message = CODEC.encode(event);

            assertThat(CODEC.decode(message.headers(), message.value())).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsEveryEventWithoutItsOptionalKeys(Event expected) throws MalformedMessageException {
        Message golden = GoldenFile.message(fileOf(expected.getClass()));
        ObjectNode tree = (ObjectNode) Trees.parse(golden.value());
        Records.optionalComponents(expected.getClass()).forEach(tree::remove);

        Event decoded = CODEC.decode(golden.headers(), Trees.toBytes(tree));

        assertThat(decoded.getClass()).isEqualTo(expected.getClass());
        assertThat(decoded.key()).isEqualTo(expected.key());
    }

    @Test
    void givesTheSameFactTheSameId() {
        assertThat(Examples.events().stream()
                        .map(event -> CODEC.encode(event).headers().get(CloudEvents.ID)))
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(Examples.events().stream()
                        .map(event -> new EventCodec("another")
                                .encode(event)
                                .headers()
                                .get(CloudEvents.ID))
                        .toList());
    }
}
