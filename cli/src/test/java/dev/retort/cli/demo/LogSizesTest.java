package dev.retort.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogSizesTest {
    @Test
    void growIsWhatCameInBetween() {
        assertThat(LogSizes.growth(Map.of("a", 10L, "b", 5L, "gone", 7L), Map.of("a", 30L, "b", 5L, "new", 2L)))
                .isEqualTo(Map.of("a", 20L, "new", 2L));
    }
}
