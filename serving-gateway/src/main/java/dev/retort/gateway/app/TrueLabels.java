package dev.retort.gateway.app;

import dev.retort.contracts.sample.SampleLabelled;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.SampleLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts the true label of an image that was asked about on the log of samples. */
@ApplicationScoped
public class TrueLabels {
    private final ChampionFollower champion;
    private final SampleLog log;

    TrueLabels(ChampionFollower champion, SampleLog log) {
        this.champion = champion;
        this.log = log;
    }

    /** The champion's classes; empty while there is none. */
    public Optional<List<String>> classes() {
        try (Lease lease = champion.lease().orElse(null)) {
            return Optional.ofNullable(lease)
                    .map(open -> open.model().manifest().classes());
        }
    }

    /** Which class a label names: by its name, or by its number. */
    public static OptionalInt index(List<String> classes, String label) {
        int named = classes.indexOf(label);
        if (named >= 0) {
            return OptionalInt.of(named);
        }
        try {
            int number = Integer.parseInt(label);
            return number >= 0 && number < classes.size() ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Returns once the log has it. */
    public void say(String sample, int label) {
        log.append(SampleLabelled.ofRequest(Sampling.SOURCE, sample, label));
    }
}
