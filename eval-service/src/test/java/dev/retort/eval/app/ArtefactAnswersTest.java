package dev.retort.eval.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.WeightedNetwork;
import dev.retort.distill.weights.Weights;
import dev.retort.eval.RandomImages;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArtefactAnswersTest {
    private static final Dataset DATASET = new Dataset(
            "noise",
            List.of("a", "b", "c"),
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
            new RandomImages(24, 1),
            new RandomImages(8, 1000));
    private static final Network NETWORK =
            Networks.create("resnet8", DATASET.train().shape(), 3);

    private static ArtefactAnswers ask(byte[] onnx) throws Exception {
        return ArtefactAnswers.of(onnx, DATASET, new int[] {3, 1, 4, 15, 9}, new int[] {4, 3}, 1);
    }

    private static byte[] export() {
        return OnnxExport.export(NETWORK, Initialization.kaiming(NETWORK, 1), DATASET.normalization());
    }

    @Test
    void asksBothSplitsAndAFewImagesAlone() throws Exception {
        ArtefactAnswers answers = ask(export());

        assertThat(answers.heldOut().images()).isEqualTo(5);
        assertThat(answers.test().images()).isEqualTo(8);
        assertThat(answers.golden().images()).isEqualTo(2);
    }

    @Test
    void refusesAnExportThatCannotBeLoaded() {
        byte[] whole = export();
        byte[] half = Arrays.copyOf(whole, whole.length / 2);

        MalformedMessageException refusal = catchThrowableOfType(MalformedMessageException.class, () -> ask(half));

        assertThat(refusal.reason()).isEqualTo(Reason.NOT_PARSEABLE);
        assertThat(refusal).hasMessageStartingWith("what was exported cannot be loaded: ");
    }

    /** Finite weights, and a variance that has no root. */
    @ParameterizedTest
    @EnumSource(ExportPrecision.class)
    void refusesWhatHasNoServedForm(ExportPrecision precision) {
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(Initialization.kaiming(NETWORK, 1).tensors());
        float[] negative = new float[16];
        Arrays.fill(negative, -1);
        tensors.put("bn1.running_var", new Tensor(new long[] {16}, negative));
        WeightedNetwork trained = new WeightedNetwork(NETWORK, new Weights(tensors));

        MalformedMessageException refusal = catchThrowableOfType(
                MalformedMessageException.class,
                () -> ServedForm.of(trained, DATASET, precision, new int[] {0, 1, 2, 3}, 1));

        assertThat(refusal.reason()).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(refusal).hasMessageContainingAll("cannot be exported", "conv1.weight holds NaN");
    }
}
