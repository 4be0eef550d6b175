package dev.retort.integration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The shared services, and a view of their log. */
@RequiresDocker
abstract class OnContainers {
    Services services;
    RunLog log;

    @BeforeEach
    void start() throws Exception {
        services = Services.shared();
        log = new RunLog(Containers.shared().kafkaOfTests());
    }

    @AfterEach
    void close() {
        log.close();
    }
}
