package dev.retort.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AllocatorTest {
    private static final Path TCMALLOC = Path.of("/usr/lib/libtcmalloc_minimal.so.4");

    @Test
    void preloadsTcmallocBesidesWhatTheUserPreloads() {
        assertThat(Allocator.environment(Map.of("LD_PRELOAD", "/mine.so"), Optional.of(TCMALLOC)))
                .containsExactly(Map.entry("LD_PRELOAD", "/mine.so " + TCMALLOC));
        assertThat(Allocator.environment(Map.of(), Optional.of(TCMALLOC)))
                .containsExactly(Map.entry("LD_PRELOAD", TCMALLOC.toString()));
    }

    @Test
    void tunesGlibcWhereThereIsNoTcmalloc() {
        assertThat(Allocator.environment(Map.of(), Optional.empty()))
                .hasEntrySatisfying(
                        "GLIBC_TUNABLES",
                        tunables -> assertThat(tunables)
                                .contains("mmap_threshold=4294967296")
                                .contains("arena_max=1"));
    }

    @Test
    void leavesTheUsersTunablesAlone() {
        assertThat(Allocator.environment(Map.of("GLIBC_TUNABLES", "glibc.malloc.check=1"), Optional.empty()))
                .isEmpty();
    }
}
