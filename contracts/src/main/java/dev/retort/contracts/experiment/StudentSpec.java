package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * The small network.
 *
 * @param network a name of the catalogue, such as {@code resnet18}
 * @param export null where nothing is said: fp32 alone
 */
public record StudentSpec(
        String network,

        @JsonInclude(value = Include.CUSTOM, valueFilter = StudentStart.RandomWeights.class)
        StudentStart start,

        TrainingSpec training,
        @Nullable ExportSpec export) {

    public ExportSpec exportOrStandard() {
        return export == null ? ExportSpec.STANDARD : export;
    }
}
