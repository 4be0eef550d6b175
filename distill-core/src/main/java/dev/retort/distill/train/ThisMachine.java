package dev.retort.distill.train;

import dev.retort.contracts.manifest.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What this process computes on, as a checkpoint names it. */
public final class ThisMachine {
    /** What oneDNN and libtorch look at when they choose a kernel. */
    private static final List<String> EXTENSIONS = List.of(
            "avx2",
            "fma",
            "avx_vnni",
            "avx512f",
            "avx512bw",
            "avx512dq",
            "avx512vl",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "amx_tile",
            "amx_int8",
            "amx_bf16",
            "amx_fp16",
            "asimd",
            "asimddp",
            "asimdhp",
            "bf16",
            "i8mm",
            "sve",
            "sve2",
            "svebf16");

    /** With which a user makes them choose less. */
    private static final List<String> CAPS =
            List.of("ATEN_CPU_CAPABILITY", "DNNL_MAX_CPU_ISA", "MKL_ENABLE_INSTRUCTIONS", "ONEDNN_MAX_CPU_ISA");

    private ThisMachine() {}

    public static Machine describe() {
        Optional<String> gpu = TorchThread.device().isGpu()
                ? Optional.of(new GpuInfo().model().orElse("a GPU without a name"))
                : Optional.empty();
        return describe(System.getProperty("os.arch", ""), CpuInfo.read(), gpu, System.getenv(), TorchThread.version());
    }

    /** @param gpu that libtorch computes on */
    static Machine describe(
            String architecture, CpuInfo cpu, Optional<String> gpu, Map<String, String> environment, String libtorch) {
        Stream<String> extensions = new TreeSet<>(cpu.flags()).stream().filter(EXTENSIONS::contains);
        Stream<String> caps =
                CAPS.stream().filter(environment::containsKey).map(cap -> cap + "=" + environment.get(cap));
        return new Machine(
                architecture + " " + cpu.model() + gpu.map(" with "::concat).orElse(""),
                Stream.concat(extensions, caps).toList(),
                libtorch,
                allocator(environment));
    }

    /** By its file's name: where it lies makes no difference. */
    private static String allocator(Map<String, String> environment) {
        Optional<String> preloaded = Stream.of(
                        environment.getOrDefault("LD_PRELOAD", "").split("[ :]+"))
                .map(library -> library.substring(library.lastIndexOf('/') + 1))
                .filter(library -> library.contains("malloc"))
                .findFirst();
        return preloaded
                .or(() -> Optional.ofNullable(environment.get("GLIBC_TUNABLES")).filter(text -> !text.isBlank()))
                .orElse("default");
    }
}
