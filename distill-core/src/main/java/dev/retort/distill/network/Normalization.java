package dev.retort.distill.network;

import java.util.List;

/** Per channel, of pixels scaled to [0, 1]. */
public record Normalization(List<Double> mean, List<Double> standardDeviation) {
    public Normalization {
        mean = List.copyOf(mean);
        standardDeviation = List.copyOf(standardDeviation);
    }
}
