package dev.retort.gateway.djlserving;

import dev.retort.distill.onnx.OnnxModel;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.engine.ModelSession;
import java.util.Arrays;

/** Whether DJL Serving computes the file that was checked here, and not another one, or this one otherwise. */
final class SameAnswers {
    /** Accelerators sum in another order, and some with shorter mantissas. */
    private static final float RELATIVE_TOLERANCE = 1e-2f;

    private static final int LEVELS = 251;

    private SameAnswers() {}

    static void require(OnnxModel here, ModelSession there) throws RefusedModelException {
        float[] image = new float[here.input().size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) (i % LEVELS) / LEVELS;
        }
        float[] expected = here.logits(image, 1);
        float[] answer = there.logits(image, 1);
        float greatest = 1;
        for (float logit : expected) {
            greatest = Math.max(greatest, Math.abs(logit));
        }
        for (int i = 0; i < expected.length; i++) {
            if (Math.abs(expected[i] - answer[i]) > RELATIVE_TOLERANCE * greatest) {
                throw new RefusedModelException("DJL Serving answers %s to an image, ONNX Runtime here %s"
                        .formatted(Arrays.toString(answer), Arrays.toString(expected)));
            }
        }
    }
}
