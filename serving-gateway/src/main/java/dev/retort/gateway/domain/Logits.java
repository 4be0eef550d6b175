package dev.retort.gateway.domain;

import java.util.Arrays;

/** A model's answer, [images, classes]. */
public final class Logits {
    private final float[] values;
    private final int classes;

    /** @param values the array itself is kept */
    public Logits(float[] values, int classes) {
        if (classes < 1 || values.length % classes != 0) {
            throw new IllegalArgumentException(values.length + " values are no rows of " + classes);
        }
        this.values = values;
        this.classes = classes;
    }

    public int images() {
        return values.length / classes;
    }

    public int classes() {
        return classes;
    }

    public float at(int image, int index) {
        return values[image * classes + index];
    }

    /** The class of an image's greatest logit, the first of equal ones. */
    public int answer(int image) {
        int answer = 0;
        for (int index = 1; index < classes; index++) {
            answer = at(image, index) > at(image, answer) ? index : answer;
        }
        return answer;
    }

    /** Those of one image. */
    public float[] row(int image) {
        return Arrays.copyOfRange(values, image * classes, (image + 1) * classes);
    }

    public Logits rows(int first, int images) {
        return new Logits(Arrays.copyOfRange(values, first * classes, (first + images) * classes), classes);
    }

    public boolean areFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
