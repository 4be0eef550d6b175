package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The infrastructure's opinion of an artefact: fetched from the store, loaded in a session of its own as the gateway would,
 * warmed, asked.
 *
 * @param faults what was wrong, in words; empty for a blessing given
 * @param p50Milliseconds of one image; so many are timed in each of several rounds, and this is the rounds' median
 * @param p99Milliseconds the same: what slows one round alone does not show
 * @param imagesPerSecond in batches
 * @param threads that answered
 * @param memoryBytes that the session held outside of the Java heap once it had answered batches; null where that cannot be
 *     told
 * @param machine that it was timed on, in words; null on older records
 */
public record Blessing(
        List<String> faults,
        double p50Milliseconds,
        double p99Milliseconds,
        double imagesPerSecond,
        int threads,
        @Nullable Long memoryBytes,
        @Nullable String machine) {
    public Blessing {
        Arguments.requireFinite("p50Milliseconds", p50Milliseconds);
        Arguments.requireFinite("p99Milliseconds", p99Milliseconds);
        Arguments.requireFinite("imagesPerSecond", imagesPerSecond);
        faults = List.copyOf(faults);
    }

    public Blessing(
            List<String> faults, double p50Milliseconds, double p99Milliseconds, double imagesPerSecond, int threads) {
        this(faults, p50Milliseconds, p99Milliseconds, imagesPerSecond, threads, null);
    }

    public Blessing(
            List<String> faults,
            double p50Milliseconds,
            double p99Milliseconds,
            double imagesPerSecond,
            int threads,
            @Nullable Long memoryBytes) {
        this(faults, p50Milliseconds, p99Milliseconds, imagesPerSecond, threads, memoryBytes, null);
    }

    /** Refused, and therefore not timed. */
    public static Blessing refused(String fault, int threads) {
        return new Blessing(List.of(fault), 0, 0, 0, threads);
    }

    public boolean given() {
        return faults.isEmpty();
    }
}
