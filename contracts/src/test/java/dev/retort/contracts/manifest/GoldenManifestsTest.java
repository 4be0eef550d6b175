package dev.retort.contracts.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.retort.contracts.ExampleManifests;
import dev.retort.contracts.GoldenFile;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.Records;
import dev.retort.contracts.Trees;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A manifest's digest is the artefact's name: the same manifest must give the same bytes for as long as there is a store. */
class GoldenManifestsTest {
    static List<Manifest> examples() {
        return ExampleManifests.manifests();
    }

    static Stream<Class<?>> types() {
        return Records.permitted(Manifest.class);
    }

    private static String fileOf(Class<?> type) {
        return type.getSimpleName() + ".v1.json";
    }

    private static byte[] golden(Manifest manifest) {
        return GoldenFile.text(fileOf(manifest.getClass())).orElseThrow().getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasAGoldenFileOfEveryManifest(Class<? extends Manifest> type) {
        assertThat(ExampleManifests.manifests()).as("in ExampleManifests").hasAtLeastOneElementOfType(type);
        assertThat(GoldenFile.text(fileOf(type))).as("golden/" + fileOf(type)).isPresent();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsTheGoldenFile(Manifest expected) throws MalformedMessageException {
        assertThat(ManifestCodec.decode(golden(expected), expected.getClass())).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void writesTheSameBytes(Manifest manifest) {
        assertThat(new String(ManifestCodec.encode(manifest), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden(manifest), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void ignoresKeysThatALaterVersionAdds(Manifest expected) throws MalformedMessageException {
        ObjectNode tree = (ObjectNode) Trees.parse(golden(expected));
        tree.put("later", 1);
        tree.path("files").properties().forEach(file -> ((ObjectNode) file.getValue()).put("later", "x"));

        assertThat(ManifestCodec.decode(Trees.toBytes(tree), expected.getClass()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsEveryManifestWithoutItsOptionalKeys(Manifest expected) throws MalformedMessageException {
        ObjectNode tree = (ObjectNode) Trees.parse(golden(expected));
        Records.optionalComponents(expected.getClass()).forEach(tree::remove);

        assertThat(ManifestCodec.decode(Trees.toBytes(tree), expected.getClass())
                        .files())
                .isEqualTo(expected.files());
    }

    @Test
    void keepsTemperatureAndGoldenAnswersOfAModel() throws MalformedMessageException {
        ModelManifest manifest = ExampleManifests.servedManifest();

        assertThat(ManifestCodec.decode(ManifestCodec.encode(manifest), ModelManifest.class))
                .isEqualTo(manifest);
        assertThat(manifest.temperatureOrOne()).isEqualTo(1.25);
    }

    @Test
    void keepsWhatATeacherFromElsewhereTakes() throws MalformedMessageException {
        ModelManifest manifest = ExampleManifests.preparingManifest();

        assertThat(ManifestCodec.decode(ManifestCodec.encode(manifest), ModelManifest.class))
                .isEqualTo(manifest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"temperature\":0",
                "\"temperature\":-1",
                "\"golden\":{\"images\":0,\"tolerance\":0.001}",
                "\"golden\":{\"images\":16,\"tolerance\":0}"
            })
    void refusesAModelThatCannotBeCalibratedOrChecked(String other) {
        String key = other.substring(0, other.indexOf(':') + 1);
        String json = new String(ManifestCodec.encode(ExampleManifests.servedManifest()), StandardCharsets.UTF_8)
                .replaceFirst(key + "(\\{[^}]*\\}|[0-9.]+)", other);

        assertThat(json).contains(other);
        assertThatThrownBy(() -> ManifestCodec.decode(json.getBytes(StandardCharsets.UTF_8), ModelManifest.class))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.OUT_OF_RANGE));
    }

    @Test
    void refusesGoldenAnswersWithoutTheirFiles() {
        String json = new String(ManifestCodec.encode(ExampleManifests.servedManifest()), StandardCharsets.UTF_8)
                .replace(ModelManifest.GOLDEN_LOGITS, "other.bin");

        assertThatThrownBy(() -> ManifestCodec.decode(json.getBytes(StandardCharsets.UTF_8), ModelManifest.class))
                .hasMessageContaining(ModelManifest.GOLDEN_LOGITS);
    }
}
