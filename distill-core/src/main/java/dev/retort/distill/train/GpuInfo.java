package dev.retort.distill.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What NVIDIA's driver says of the first GPU on Linux; nothing elsewhere. */
record GpuInfo(Path driver) {
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/gpus");
    private static final String MODEL = "Model:";

    GpuInfo() {
        this(DRIVER);
    }

    /** Its name, such as {@code NVIDIA H100 80GB HBM3}. */
    Optional<String> model() {
        try (Stream<Path> files = Files.walk(driver)) {
            return files.filter(file -> file.endsWith("information"))
                    .sorted()
                    .findFirst()
                    .flatMap(GpuInfo::modelIn);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> modelIn(Path information) {
        try (Stream<String> lines = Files.lines(information)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .findFirst()
                    .map(line -> line.substring(MODEL.length()).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
