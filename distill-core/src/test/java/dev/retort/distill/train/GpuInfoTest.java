package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuInfoTest {
    @TempDir
    Path driver;

    @Test
    void namesTheFirstGpuOfTheBus() throws IOException {
        gpu("0000:41:00.0", "NVIDIA A10");
        gpu("0000:01:00.0", "NVIDIA H100 80GB HBM3");

        assertThat(new GpuInfo(driver).model()).hasValue("NVIDIA H100 80GB HBM3");
    }

    @Test
    void namesNothingWithoutADriver() {
        assertThat(new GpuInfo(driver).model()).isEmpty();
        assertThat(new GpuInfo(driver.resolve("missing")).model()).isEmpty();
    }

    private void gpu(String slot, String model) throws IOException {
        Path folder = Files.createDirectories(driver.resolve(slot));
        Files.writeString(folder.resolve("information"), "Model: \t\t %s\nIRQ:   \t\t 0\n".formatted(model));
    }
}
