package dev.retort.eval.app;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.Int8Export;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.weights.WeightedNetwork;
import java.io.IOException;

/** The form in which a checkpoint would be served: ONNX, batch norm folded. */
final class ServedForm {
    private ServedForm() {}

    /**
     * @param calibration training images that int8 takes its ranges from
     * @throws MalformedMessageException if there is no such form, as of a batch norm whose variance is negative
     */
    static byte[] of(
            WeightedNetwork trained, Dataset dataset, ExportPrecision precision, int[] calibration, int threads)
            throws MalformedMessageException, IOException {
        Normalization normalization = dataset.normalization();
        try {
            return switch (precision) {
                case FP32 -> OnnxExport.export(trained.network(), trained.weights(), normalization);
                case INT8 ->
                    Int8Export.export(
                            trained.network(), trained.weights(), normalization, dataset.train(), calibration, threads);
            };
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(Reason.OUT_OF_RANGE, "it cannot be exported: " + e.getMessage(), e);
        }
    }
}
