package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PromotionEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuccessionTest {
    private static final Digest A = FakeModel.version("a");
    private static final Digest B = FakeModel.version("b");
    private static final Digest C = FakeModel.version("c");

    @Test
    void namesTheLastPromotedAndThoseBeforeIt() {
        Succession succession =
                Succession.NONE.after(promoted(A, null)).after(promoted(B, A)).after(promoted(C, B));

        assertThat(succession.champion()).contains(C);
        assertThat(succession.predecessors()).containsExactly(B, A);
    }

    @Test
    void knowsTheOneBeforeWhenTheLogIsCompacted() {
        Succession succession = Succession.NONE.after(promoted(B, A));

        assertThat(succession.predecessors()).containsExactly(A);
    }

    @Test
    void takesNoVersionThatWasRolledBackFromForAPredecessor() {
        Succession succession = Succession.NONE
                .after(promoted(A, null))
                .after(promoted(B, A))
                .after(new ModelRolledBack(PromotionEvent.CHAMPION, A, B, "wrong on dogs", Instant.EPOCH));

        assertThat(succession.champion()).contains(A);
        assertThat(succession.predecessors()).isEmpty();
    }

    @Test
    void holdsAVersionOnceHoweverOftenItIsPromoted() {
        Succession succession = Succession.NONE
                .after(promoted(A, null))
                .after(promoted(B, A))
                .after(promoted(A, B))
                .after(promoted(A, A));

        assertThat(succession.versions()).containsExactly(A, B);
    }

    private static ModelPromoted promoted(Digest version, @Nullable Digest previous) {
        return new ModelPromoted(PromotionEvent.CHAMPION, version, previous, "run", "arm", "better", Instant.EPOCH);
    }
}
