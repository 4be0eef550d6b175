package dev.retort.gateway.djlserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.gateway.ModelArtefacts;
import dev.retort.gateway.djlserving.StandInForDjlServing.Fault;
import dev.retort.gateway.domain.BackendAwayException;
import dev.retort.gateway.domain.Outcome;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.ServedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test of the protocol, on a real socket, with all that can go wrong on the other side. Not of DJL Serving itself. */
class DjlServingProtocolTest extends DjlServingContract {
    private StandInForDjlServing serving;

    @Override
    URI address() {
        return serving.address();
    }

    @Override
    Path modelStore() {
        return scratch.resolve("models");
    }

    @BeforeEach
    @Override
    void open() {
        try {
            Files.createDirectories(modelStore());
            serving = new StandInForDjlServing(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        super.open();
    }

    @AfterEach
    void stop() {
        serving.close();
    }

    @Test
    void registersSynchronouslyWithoutADelayAndAsksByVersion() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 1);

        ServedModel model = loader.load(version);

        assertThat(serving.registrations())
                .singleElement()
                .satisfies(query -> assertThat(query)
                        .containsEntry("synchronous", "true")
                        .containsEntry("engine", "OnnxRuntime")
                        .containsEntry("model_version", version.hex())
                        .containsEntry("max_batch_delay", "1")
                        .containsEntry("max_worker", "2"));
        assertThat(serving.predictions())
                .as("checked and warm")
                .hasSizeGreaterThan(20)
                .allMatch(path -> path.endsWith("/" + version.hex()));
        model.close();
    }

    @Test
    void cannotLoadWhereDjlServingIsAwayAndSaysSo() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 1);
        serving.stop();

        assertThatExceptionOfType(BackendAwayException.class)
                .isThrownBy(() -> loader.load(version))
                .withMessageContaining("DJL Serving at " + address());
    }

    @Test
    void saysThatDjlServingIsAwayAndAnswersAgainOnceItIsBack() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 1);
        ServedModel model = loader.load(version);

        serving.stop();

        assertAway(model);
        assertThat(model.trouble())
                .hasValueSatisfying(
                        words -> assertThat(words).contains(address().toString()));

        serving.start();

        await().until(() -> model.trouble().isEmpty());
        assertThat(answer(model, 1)).containsExactly(here(version, 1));
        assertThat(serving.registrations()).hasSize(2);
        model.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS_503", "STATUS_500", "GARBAGE", "OTHER_SHAPE", "BROKEN_OFF"})
    void answersNothingThatDjlServingDidNotCompute(Fault fault) throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 1);
        ServedModel model = loader.load(version);

        serving.go(fault);

        assertAway(model);

        serving.go(Fault.NONE);

        assertThat(answer(model, 1)).containsExactly(here(version, 1));
        model.close();
    }

    @Test
    void givesUpACallWhoseDeadlineHasPassedAndGoesOn() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 1);
        ServedModel model = loader.load(version);
        serving.go(Fault.SILENT);

        long start = System.nanoTime();
        assertThat(ask(model, 1)).isInstanceOf(Outcome.DeadlinePassed.class);
        assertThat(ask(model, 1)).isInstanceOf(Outcome.DeadlinePassed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));

        serving.go(Fault.NONE);

        await().ignoreException(CompletionException.class)
                .untilAsserted(() -> assertThat(answer(model, 1)).containsExactly(here(version, 1)));
        model.close();
    }

    @Test
    void refusesAModelThatDjlServingComputesOtherwise() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 1);
        serving.go(Fault.OTHER_NUMBERS);

        assertThatExceptionOfType(RefusedModelException.class)
                .isThrownBy(() -> loader.load(version))
                .withMessageContaining("ONNX Runtime here");
        await().untilAsserted(() -> assertThat(registered()).isEmpty());
    }

    @Test
    void refusesWhatIsNoModelBeforeDjlServingHearsOfIt() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, new byte[] {1, 2, 3});

        assertThatExceptionOfType(RefusedModelException.class).isThrownBy(() -> loader.load(version));
        assertThat(serving.registrations()).isEmpty();
    }

    @Test
    void doesNotRefuseAModelThatCannotBeComputedNow() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 1);
        serving.go(Fault.STATUS_503);

        assertThatExceptionOfType(BackendAwayException.class).isThrownBy(() -> loader.load(version));
        await().untilAsserted(() -> assertThat(registered()).isEmpty());
    }

    private void assertAway(ServedModel model) {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> ask(model, 1))
                .withCauseInstanceOf(BackendAwayException.class);
    }
}
