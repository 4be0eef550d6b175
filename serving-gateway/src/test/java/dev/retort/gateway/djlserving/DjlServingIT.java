package dev.retort.gateway.djlserving;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway needs of DJL Serving, of a real one, where there is one. */
class DjlServingIT extends DjlServingContract {
    @TempDir
    static Path shared;

    private static @Nullable RealDjlServing serving;

    @BeforeAll
    static void find() throws IOException, InterruptedException {
        Optional<RealDjlServing> found = RealDjlServing.find(shared);
        Assumptions.assumeTrue(found.isPresent(), RealDjlServing::absence);
        serving = found.orElseThrow();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (serving != null) {
            serving.stop();
        }
    }

    @Override
    URI address() {
        return Objects.requireNonNull(serving).address();
    }

    @Override
    Path modelStore() {
        return shared;
    }
}
