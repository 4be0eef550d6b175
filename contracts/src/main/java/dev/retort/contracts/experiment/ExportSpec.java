package dev.retort.contracts.experiment;

import dev.retort.contracts.Arguments;
import java.util.List;

/**
 * In which forms a student's checkpoints are scored and may be served; key {@code student.export}. Each form is a model
 * version of its own.
 *
 * @param precisions each once; fp32 is scored first
 * @param calibrationImages training images from which the ranges of int8 activations are taken
 */
public record ExportSpec(List<ExportPrecision> precisions, int calibrationImages) {
    /** More of them move no range of a network for 32 × 32 images by what could be measured. */
    public static final int CALIBRATION_IMAGES = 512;

    public static final ExportSpec STANDARD = new ExportSpec(List.of(ExportPrecision.FP32), CALIBRATION_IMAGES);

    public ExportSpec {
        Arguments.requireAtLeast("calibrationImages", calibrationImages, 1);
        precisions = List.copyOf(precisions);
    }
}
