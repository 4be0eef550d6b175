package dev.retort.kit.lifecycle;

import dev.retort.kit.config.ServiceConfig;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Stops the service when the process that started it is gone, however that ended. */
@ApplicationScoped
public class ParentWatch {
    private static final Logger LOG = Logger.getLogger(ParentWatch.class);

    private final ServiceConfig config;

    ParentWatch(ServiceConfig config) {
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        config.parentPid().ifPresent(ParentWatch::watch);
    }

    private static void watch(long pid) {
        Optional<ProcessHandle> parent = ProcessHandle.of(pid);
        if (parent.isEmpty()) {
            stop(pid);
            return;
        }
        Thread.ofVirtual().name("parent-watch").start(() -> {
            parent.get().onExit().join();
            stop(pid);
        });
    }

    private static void stop(long pid) {
        LOG.infof("process %d, which started this service, is gone: stopping", pid);
        Quarkus.asyncExit();
    }
}
