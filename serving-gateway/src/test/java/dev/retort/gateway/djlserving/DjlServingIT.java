package dev.retort.gateway.djlserving;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway needs of DJL Serving, of a real one, where there is one. */
class DjlServingIT extends DjlServingContract {
    @TempDir
    static Path shared;

    private static @Nullable RealDjlServing serving;

    @BeforeAll
    static void find() throws IOException, InterruptedException {
        serving = RealDjlServing.find(shared).orElse(null);
    }

    /** For each test, so that each counts as skipped. */
    @Override
    @BeforeEach
    void open() {
        Assumptions.assumeTrue(serving != null, RealDjlServing::absence);
        super.open();
    }

    @AfterAll
    static void stop() throws InterruptedException {
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
