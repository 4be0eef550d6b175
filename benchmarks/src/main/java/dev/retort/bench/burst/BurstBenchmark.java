package dev.retort.bench.burst;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.contracts.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends bursts of samples to a pipeline that {@code ./retort up} runs, and prints one JSON line each: how long the broker and
 * the teacher took, what the lag was meanwhile, and the resident memory of each process before, at its peak and after.
 */
@Command(name = "burst", mixinStandardHelpOptions = true)
final class BurstBenchmark implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** Kept: a logger that nobody holds forgets its level. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    @Option(names = "--data", required = true, description = "Data folder of the ./retort up that runs.")
    private Path data = Path.of("");

    @Option(names = "--samples", defaultValue = "50000", description = "In a burst. Default: ${DEFAULT-VALUE}")
    private int samples = 50_000;

    @Option(
            names = "--bursts",
            defaultValue = "1",
            description =
                    "One after the other: what the second adds to memory is what grows. Default: ${DEFAULT-VALUE}")
    private int bursts = 1;

    @Option(names = "--batch", defaultValue = "64", description = "The experiment's continuous.batchSize.")
    private int batch = 64;

    public static void main(String[] arguments) {
        KAFKA.setLevel(Level.WARNING);
        System.exit(new CommandLine(new BurstBenchmark()).execute(arguments));
    }

    /** How many samples are still to be read, so many seconds after the first was sent. */
    private record Lag(long seconds, long samples) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode stack = Json.MAPPER.readTree(data.resolve("stack.json").toFile());
        Map<String, ProcessMemory> processes =
                ProcessMemory.of(stack.path("pid").asLong());
        Metrics teacher = new Metrics(
                URI.create(stack.path("services").path("teacher-service").asText()));
        for (int number = 1; number <= bursts; number++) {
            System.out.println(burst(
                    number, processes, teacher, new Burst(stack.path("kafka").asText(), number)));
        }
        return 0;
    }

    private String burst(int number, Map<String, ProcessMemory> processes, Metrics teacher, Burst burst)
            throws IOException, InterruptedException {
        double before = taken(teacher.exposition());
        Map<String, List<Long>> memory = new LinkedHashMap<>();
        for (var process : processes.entrySet()) {
            process.getValue().resetPeak();
            memory.put(
                    process.getKey(), new ArrayList<>(List.of(process.getValue().megabytes())));
        }
        long begun = System.nanoTime();
        burst.send(samples);
        double sent = seconds(begun);
        List<Lag> lags = awaitAdmitted(before + samples, teacher, begun);
        double admitted = seconds(begun);
        for (var process : processes.entrySet()) {
            List<Long> amounts = memory.getOrDefault(process.getKey(), new ArrayList<>());
            amounts.add(process.getValue().peakMegabytes());
            amounts.add(process.getValue().megabytes());
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("burst", number);
        line.put("samples", samples);
        line.put("sentSeconds", round(sent));
        line.put("admittedSeconds", round(admitted));
        line.put("samplesPerSecond", Math.round(samples / admitted));
        line.put("residentMegabytesBeforePeakAfter", memory);
        line.put(
                "lagBySecond",
                lags.stream().map(lag -> List.of(lag.seconds(), lag.samples())).toList());
        return Json.MAPPER.writeValueAsString(line);
    }

    /** An incomplete batch waits for more samples: all that fill one are admitted. */
    private List<Lag> awaitAdmitted(double taken, Metrics teacher, long begun)
            throws IOException, InterruptedException {
        List<Lag> lags = new ArrayList<>();
        while (seconds(begun) < PATIENCE.toSeconds()) {
            String exposition = teacher.exposition();
            long lag = Math.round(Metrics.value(exposition, "retort_samples_lag"));
            lags.add(new Lag(Math.round(seconds(begun)), lag));
            if (taken(exposition) > taken - batch && lag == 0) {
                return lags;
            }
            Thread.sleep(INTERVAL);
        }
        throw new IllegalStateException("not admitted after %s: %s".formatted(PATIENCE, lags.getLast()));
    }

    private static double taken(String exposition) {
        return Metrics.value(exposition, "retort_samples_total{outcome=\"taken\"}");
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double round(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }
}
