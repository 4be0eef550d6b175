package dev.retort.kit.lifecycle;

import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.log.LogReader;
import dev.retort.kit.outage.Outage;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.kit.store.StoreRefusedException;
import dev.retort.kit.store.StoreUnavailableException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes topics and bucket where they are missing and tells the log's reader where the log ends. Broker and store may come
 * later than the service: it tries again until they are there, and is not ready before.
 */
@ApplicationScoped
public class Boot {
    private static final Logger LOG = Logger.getLogger(Boot.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Topology topology;
    private final MinioObjectStore store;
    private final LogReader reader;
    private final KafkaConnection connection;
    private @Nullable Thread log;
    private @Nullable Thread bucket;

    Boot(Topology topology, MinioObjectStore store, LogReader reader, KafkaConnection connection) {
        this.topology = topology;
        this.store = store;
        this.reader = reader;
        this.connection = connection;
    }

    void start(@Observes StartupEvent event) {
        log = Thread.ofVirtual().name("boot-log").start(this::openLog);
        bucket = Thread.ofVirtual().name("boot-bucket").start(this::openBucket);
    }

    void stop(@Observes ShutdownEvent event) {
        if (log != null) {
            log.interrupt();
        }
        if (bucket != null) {
            bucket.interrupt();
        }
    }

    private void openLog() {
        Outage broker = new Outage(LOG, "the broker at " + connection.bootstrapServers());
        while (!Thread.currentThread().isInterrupted()) {
            try {
                topology.ensureEventLog();
                reader.endsAt(topology.eventLogEnds());
                broker.over();
                return;
            } catch (ExecutionException e) {
                broker.failed(connection.explain(cause(e)));
                pause();
            } catch (KafkaException e) {
                // No client at all: an address that does not resolve, a setting that it does not take.
                broker.failed(connection.explain(cause(e)));
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Throwable cause(Exception failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }

    private void openBucket() {
        Outage bucketless = new Outage(LOG, "the bucket");
        while (!Thread.currentThread().isInterrupted()) {
            try {
                store.ensureBucket();
                bucketless.over();
                return;
            } catch (StoreUnavailableException | StoreRefusedException e) {
                bucketless.failed(String.valueOf(e.getMessage()));
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
