package dev.retort.cli.process;

import dev.retort.cli.stack.DataFolder;
import dev.retort.cli.stack.Installation;
import dev.retort.cli.stack.Service;
import dev.retort.local.LocalStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How each service is started on a laptop: from its jar, on loopback, told of broker and store by its environment. */
public final class ServiceLaunches {
    private static final String HOST = "127.0.0.1";
    /** Four services share a laptop: a quiet collector, no more threads than work, native calls allowed. */
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:MaxRAMPercentage=20",
            // A heap that begins small and shrinks again: memory is for tensors.
            "-Xms64m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:-ShrinkHeapInSteps",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Installation installation;
    private final DataFolder data;
    private final String bootstrapServers;
    private final String storeEndpoint;
    private final Path datasets;
    private final Map<String, String> settings;

    /**
     * @param datasets where dataset files lie, and downloads go
     * @param settings variables of the environment of each service, whatever the caller's own says
     */
    public ServiceLaunches(
            Installation installation,
            DataFolder data,
            String bootstrapServers,
            String storeEndpoint,
            Path datasets,
            Map<String, String> settings) {
        this.installation = installation;
        this.data = data;
        this.bootstrapServers = bootstrapServers;
        this.storeEndpoint = storeEndpoint;
        this.datasets = datasets;
        this.settings = Map.copyOf(settings);
    }

    public ServiceProcess.Launch of(Service service, int port) {
        return new ServiceProcess.Launch(
                service.module(),
                command(service),
                environment(service, port),
                URI.create("http://" + HOST + ":" + port),
                data.logs().resolve(service.module() + ".log"));
    }

    private List<String> command(Service service) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(
                        ProcessorShare.prefix(service, System.getenv()),
                        List.of(java),
                        JVM,
                        ClassArchive.options(installation.jar(service)),
                        // What a killed service leaves of temporary files goes with the next start.
                        List.of("-Djava.io.tmpdir=" + data.temporary()),
                        List.of("-jar", installation.jar(service).toString()))
                .flatMap(List::stream)
                .toList();
    }

    private Map<String, String> environment(Service service, int port) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("QUARKUS_HTTP_HOST", HOST);
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        environment.put("RETORT_STORE_ENDPOINT", storeEndpoint);
        environment.put("RETORT_STORE_ACCESS_KEY", LocalStore.ACCESS_KEY);
        environment.put("RETORT_STORE_SECRET_KEY", LocalStore.SECRET_KEY);
        environment.put("RETORT_STORE_BUCKET", LocalStore.BUCKET);
        environment.put("RETORT_CACHE_DIRECTORY", data.cache().toString());
        environment.put("RETORT_DATASET_DIRECTORY", datasets.toString());
        environment.put(
                "RETORT_PARENT_PID", String.valueOf(ProcessHandle.current().pid()));
        if (service.trains()) {
            environment.putAll(Allocator.environment(System.getenv()));
            environment.putAll(ProcessorShare.environment(System.getenv()));
        }
        return environment;
    }
}
