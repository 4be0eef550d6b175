package dev.retort.trainer.domain;

import dev.retort.contracts.Digest;
import java.util.List;

/**
 * A student that is trained again, up to the step of one of its checkpoints, from what the checkpoint's manifest says.
 *
 * @param differences between then and now, such as another version of the code; bits may differ for their sake
 */
public record Replay(Digest checkpoint, String run, String arm, long steps, List<String> differences, State state) {
    public Replay {
        differences = List.copyOf(differences);
    }

    public Replay with(State next) {
        return new Replay(checkpoint, run, arm, steps, differences, next);
    }

    public boolean isOver() {
        return !(state instanceof Running);
    }

    /** How far it is. */
    public sealed interface State {}

    /** @param done steps */
    public record Running(long done) implements State {}

    /** The same weights, statistics and memory of the optimizer, the same range of the log. */
    public record Agrees() implements State {}

    /** @param reasons what is not the same, each with both values */
    public record Differs(List<String> reasons) implements State {
        public Differs {
            reasons = List.copyOf(reasons);
        }
    }

    /** It did not come to its end. */
    public record Failed(String reason) implements State {}
}
