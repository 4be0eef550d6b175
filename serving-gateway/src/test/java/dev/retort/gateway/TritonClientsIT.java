package dev.retort.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Triton's own clients, by the scripts that the README shows: they compare what they are answered, and fail if it differs. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class TritonClientsIT {
    @Inject
    PublishedModels models;

    @TestHTTPResource("/")
    URI gateway;

    private record Ended(int exitCode, String output) {}

    @ParameterizedTest
    @ValueSource(strings = {"triton_client.py", "triton_grpc_client.py"})
    void areAnsweredAsTheyAre(String script) throws Exception {
        String python = Optional.ofNullable(System.getenv("PEERS_PYTHON"))
                .filter(TritonClientsIT::hasTheClients)
                .orElse("");
        assumeTrue(!python.isEmpty(), "no tritonclient in the Python that PEERS_PYTHON names");
        models.promoted(21);

        Ended ended = run(python, "../docs/" + script, gateway.getHost() + ":" + gateway.getPort());

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("live True ready True", "logits (2, 3) id 7", "unknown input 'image'");
    }

    private static boolean hasTheClients(String python) {
        try {
            return run(python, "-c", "import tritonclient.http, tritonclient.grpc")
                            .exitCode()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Ended run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
