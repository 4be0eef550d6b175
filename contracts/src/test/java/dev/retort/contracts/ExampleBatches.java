package dev.retort.contracts;

import static dev.retort.contracts.Examples.digest;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.Requests;
import dev.retort.contracts.continuous.SourceRecord;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.Flip;
import dev.retort.contracts.sample.Answer;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import java.util.List;

/** What the binary forms hold, with numbers at their ends, and the sets that these belong to. */
public final class ExampleBatches {
    private ExampleBatches() {}

    /** Three samples of four classes, with the greatest and least numbers that the form can hold. */
    public static SoftTargetBatch softTargets() {
        float[] logits = {0, -0f, 1, -1, 65_504, -65_504, 0x1p-24f, 0x1.554p-2f, 3.140625f, -2.71875f, 100, 0.5f};
        return new SoftTargetBatch(
                digest("transfer set"),
                digest("teacher"),
                3,
                9_007_199_254_740_993L,
                4,
                new int[] {0, 44_999, Integer.MAX_VALUE - 1},
                new int[] {0, 3, 2},
                halves(logits));
    }

    static TransferSet transferSet() {
        return transferSet(Flip.RANDOM);
    }

    static TransferSet transferSet(Flip flip) {
        return new TransferSet(
                digest("transfer set"),
                digest("dataset"),
                digest("teacher"),
                new Augmentation(flip, 4, 8, 0.5),
                -7_046_029_254_386_353_131L,
                500,
                4_354_685_564_936_845_355L,
                4,
                3456,
                128,
                2,
                10);
    }

    /** Two samples of two views: one labelled and held out, one of a request; and a label for an earlier one. */
    public static ContinuousBatch continuousBatch() {
        float[] logits = {0, 1, -1, 65_504, -65_504, 0x1p-24f, 3.140625f, -2.71875f, 100, 0.5f, -0f, 2};
        return new ContinuousBatch(
                continuousSet(),
                7,
                500,
                9_007_199_254_740_993L,
                new byte[] {0, 1, 2, 3, (byte) 255, (byte) 128, 127, 0},
                halves(logits),
                new int[] {2, ContinuousBatch.NO_LABEL},
                new boolean[] {true, false},
                Requests.of(List.of("", "request-1")),
                List.of(new LateLabel(13, 1)),
                List.of(new SourceRecord("camera-7", 99, 50, 1000)),
                digest("content"));
    }

    static ContinuousSet continuousSet() {
        return continuousSet(Flip.RANDOM);
    }

    static ContinuousSet continuousSet(Flip flip) {
        return new ContinuousSet(
                digest("continuous set"),
                digest("dataset"),
                digest("teacher"),
                new Augmentation(flip, 4, 8, 0.5),
                -7_046_029_254_386_353_131L,
                1,
                2,
                2,
                3,
                2,
                2,
                0.25);
    }

    /** An image of 1 × 2 × 2 with everything that one may have. */
    public static Sample sample() {
        return new Sample(
                "camera-7",
                1,
                2,
                2,
                new byte[] {0, 1, 127, (byte) 255},
                9,
                new Answer(digest("model"), 3, 0.625),
                "request-1");
    }

    private static short[] halves(float[] values) {
        short[] halves = new short[values.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = Float.floatToFloat16(values[i]);
        }
        return halves;
    }
}
