package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.manifest.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThisMachineTest {
    private static final CpuInfo X86 = new CpuInfo(List.of(
            "processor\t: 0", "model name\t: AMD EPYC 9R14", "flags\t\t: fpu sse2 avx512f fma avx2 avx512_bf16 rdpid"));

    @Test
    void namesWhatKernelsAreChosenBy() {
        Machine machine = ThisMachine.describe("amd64", X86, Optional.empty(), Map.of(), "2.7.1");

        assertThat(machine)
                .isEqualTo(new Machine(
                        "amd64 AMD EPYC 9R14", List.of("avx2", "avx512_bf16", "avx512f", "fma"), "2.7.1", "default"));
    }

    @Test
    void namesWhatTheUserCapsAndPreloads() {
        Machine preloaded = ThisMachine.describe(
                "amd64",
                X86,
                Optional.empty(),
                Map.of("ONEDNN_MAX_CPU_ISA", "AVX2", "LD_PRELOAD", "/opt/trace.so:/usr/lib/libtcmalloc_minimal.so.4"),
                "2.7.1");
        assertThat(preloaded.instructions()).last().isEqualTo("ONEDNN_MAX_CPU_ISA=AVX2");
        assertThat(preloaded.allocator()).isEqualTo("libtcmalloc_minimal.so.4");

        Machine tuned = ThisMachine.describe(
                "amd64", X86, Optional.empty(), Map.of("GLIBC_TUNABLES", "glibc.malloc.arena_max=1"), "2.7.1");
        assertThat(tuned.allocator()).isEqualTo("glibc.malloc.arena_max=1");
    }

    @Test
    void knowsAnArmProcessorByItsNumbers() {
        CpuInfo arm = new CpuInfo(List.of(
                "processor\t: 0", "Features\t: fp asimd sve bf16", "CPU implementer\t: 0x41", "CPU part\t: 0xd40"));

        Machine machine = ThisMachine.describe("aarch64", arm, Optional.empty(), Map.of(), "2.7.1");

        assertThat(machine.processor()).isEqualTo("aarch64 0x41 0xd40");
        assertThat(machine.instructions()).containsExactly("asimd", "bf16", "sve");
    }

    @Test
    void namesTheGpuThatLibtorchComputesOn() {
        Machine machine = ThisMachine.describe("amd64", X86, Optional.of("NVIDIA H100 80GB HBM3"), Map.of(), "2.7.1");

        assertThat(machine.processor()).isEqualTo("amd64 AMD EPYC 9R14 with NVIDIA H100 80GB HBM3");
    }

    @Test
    void describesThisOneTwiceTheSameWithTheVersionOfLibtorch() {
        assertThat(ThisMachine.describe()).isEqualTo(ThisMachine.describe());
        assertThat(ThisMachine.describe().libtorch()).startsWith("2.");
    }
}
