package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareTest {
    private static final int IDS = 10_000;

    @Test
    void takesItsShareAndTheSameRequestsEachTime() {
        List<RequestId> taken = taken(new Share(0.1, "canary"));

        // Five standard deviations of a binomial: sqrt(10,000 · 0.1 · 0.9) = 30.
        assertThat(taken.size()).isBetween(850, 1150);
        assertThat(taken(new Share(0.1, "canary"))).isEqualTo(taken);
    }

    @Test
    void keepsThoseThatItHasWhenItGrows() {
        assertThat(taken(new Share(0.2, "canary"))).containsAll(taken(new Share(0.1, "canary")));
    }

    @Test
    void takesOtherRequestsForAnotherPurpose() {
        List<RequestId> both = taken(new Share(0.5, "canary")).stream()
                .filter(taken(new Share(0.5, "shadow"))::contains)
                .toList();

        assertThat(both.size()).isBetween(2200, 2800);
    }

    @Test
    void takesNoneOrAllAtTheEnds() {
        assertThat(taken(new Share(0, "canary"))).isEmpty();
        assertThat(taken(new Share(1, "canary"))).hasSize(IDS);
    }

    private static List<RequestId> taken(Share share) {
        return IntStream.range(0, IDS)
                .mapToObj(i -> new RequestId("request-" + i))
                .filter(share::takes)
                .toList();
    }
}
