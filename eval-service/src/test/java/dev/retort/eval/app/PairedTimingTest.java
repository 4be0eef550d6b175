package dev.retort.eval.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.Evidence.TimedPairs;
import dev.retort.eval.Evaluations;
import dev.retort.eval.TestConfig;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairedTimingTest {
    @TempDir
    Path cache;

    private final List<String> asked = new ArrayList<>();

    private PairedTiming timing() {
        return new PairedTiming(new ArtefactStore(new MemoryStore(), cache), new TestConfig());
    }

    private long answer(String who, long nanoseconds) {
        asked.add(who);
        return nanoseconds;
    }

    /** The machine is ten times as slow in the second half: who is timed alone then would look slow. */
    private long slowing(long nanoseconds) {
        return asked.size() > 220 ? 10 * nanoseconds : nanoseconds;
    }

    @Test
    void countsThePairsInWhichTheCandidateIsFasterByATenth() {
        TimedPairs pairs =
                timing().time(() -> answer("candidate", slowing(890)), () -> answer("champion", slowing(1000)));

        assertThat(pairs.pairs()).isEqualTo(200);
        assertThat(pairs.faster()).isGreaterThanOrEqualTo(199);
        assertThat(timing().time(() -> 910, () -> 1000).faster()).isZero();
    }

    @Test
    void asksBothInTurnAndChangesWhoIsFirst() {
        timing().time(() -> answer("candidate", 1), () -> answer("champion", 1));

        assertThat(asked.subList(asked.size() - 4, asked.size()))
                .containsExactly("candidate", "champion", "champion", "candidate");
        assertThat(asked.stream().filter("candidate"::equals)).hasSize(asked.size() / 2);
    }

    @Test
    void tellsMediansInMillisecondsAndTheMachine() {
        TimedPairs pairs = timing().time(() -> 2_000_000, () -> 3_000_000);

        assertThat(pairs.candidateMilliseconds()).isEqualTo(2);
        assertThat(pairs.championMilliseconds()).isEqualTo(3);
        assertThat(pairs.machine()).contains("processors");
    }

    @Test
    void hasNothingToSayOfWhatIsNotInTheStore() {
        assertThat(timing().time(Evaluations.digest("a"), Evaluations.digest("b")))
                .isEmpty();
    }
}
