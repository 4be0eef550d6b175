package dev.retort.gateway.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** How models are served on this machine. */
@ConfigMapping(prefix = "retort.gateway")
public interface GatewayConfig {
    /** Where models compute: {@code onnxruntime}, in this process, or {@code djl-serving}. */
    @WithDefault("onnxruntime")
    BackendKind backend();

    /** Inferences that run beside each other, each in a session of its own; as many as there are cores where absent. */
    OptionalInt workers();

    /** Threads that one inference computes on. */
    @WithDefault("1")
    int threads();

    /** Images that a worker computes at once, of one request or of several that wait. */
    @WithDefault("16")
    int workerBatch();

    /**
     * That a worker is expected to compute at once, and no more than half of what the most urgent request has left; one that
     * takes longer comes alone.
     */
    @WithDefault("200ms")
    Duration batchTime();

    /** Requests that may wait for a worker; more are refused at once. */
    @WithDefault("256")
    int queue();

    /** Until a request is given up; one that says how long it waits may shorten it. */
    @WithDefault("10s")
    Duration deadline();

    /** From the head of a request to the end of its body; slower clients are sent away. */
    @WithDefault("20s")
    Duration bodyPatience();

    /** Of all bodies that are being received or worked on; more are refused until others are done. */
    @WithDefault("256M")
    MemorySize greatestBodiesTotal();

    /** Inferences on a new version before it answers requests, beside one of a whole batch. */
    @WithDefault("5")
    int warmUpInferences();

    /** Until a version is tried again that could not be loaded because the store or the disk failed. */
    @WithDefault("5S")
    Duration loadRetryPause();

    /** Versions beside the champion that stay loaded after they were asked for by name. */
    @WithDefault("2")
    int keptVersions();

    /** Images that may wait for a shadow's answer; more are dropped and counted. */
    @WithDefault("256")
    int shadowQueue();

    /** That the copies of these images may take. */
    @WithDefault("64M")
    MemorySize shadowQueueMemory();

    /** Images that one inference request may hold. */
    @WithDefault("256")
    int greatestBatch();

    /** Pixels, width × height, that an image may have before it is resized; decoding takes 1 to 20 bytes for each. */
    @WithDefault("16777216")
    long greatestImagePixels();
}
