package dev.retort.distill.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeHeapTest {
    /** Few enough bytes each that glibc takes them from its heap, and does not map them by themselves. */
    private static final int PIECE_BYTES = 64 << 10;

    private static final int PIECES = 2_000;
    private static final long TOGETHER_BYTES = (long) PIECES * PIECE_BYTES;

    @Test
    void countsWhatIsAskedForAndGivenBack() {
        assumeThat(NativeHeap.bytesInUse()).isPresent();
        long before = NativeHeap.bytesInUse().orElseThrow();

        List<Arena> pieces = pieces();
        long amid = NativeHeap.bytesInUse().orElseThrow();
        pieces.forEach(Arena::close);

        assertThat(amid - before).isBetween(TOGETHER_BYTES / 2, 2 * TOGETHER_BYTES);
        assertThat(NativeHeap.bytesInUse().orElseThrow() - before).isLessThan(TOGETHER_BYTES / 2);
    }

    /** What lies below something that is in use stays with the process until somebody says otherwise. */
    @Test
    void givesBackWhatIsFreeInTheMiddle() throws IOException {
        assumeThat(NativeHeap.bytesInUse()).isPresent();
        List<Arena> pieces = pieces();
        try (Arena last = pieces.removeLast()) {
            pieces.forEach(Arena::close);
            long held = residentBytes();

            NativeHeap.giveBack();

            assertThat(last.scope().isAlive()).isTrue();
            assertThat(held - residentBytes()).isGreaterThan(TOGETHER_BYTES / 2);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // they are closed one by one by those who asked for them
    private static List<Arena> pieces() {
        List<Arena> pieces = new ArrayList<>();
        for (int i = 0; i < PIECES; i++) {
            Arena arena = Arena.ofConfined();
            arena.allocate(PIECE_BYTES).fill((byte) 1);
            pieces.add(arena);
        }
        return pieces;
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
