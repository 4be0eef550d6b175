package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

/**
 * The small network.
 *
 * @param network a name of the catalogue, such as {@code resnet18}
 */
public record StudentSpec(
        String network,

        @JsonInclude(value = Include.CUSTOM, valueFilter = StudentStart.RandomWeights.class)
        StudentStart start,

        TrainingSpec training) {}
