package dev.retort.distill.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.MemoryImages;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Layer.Convolution.Start;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InitializationTest {
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.3));
    private static final Network NETWORK = Networks.create("airbench", SHAPE, 10);
    private static final int PATCH = 12;

    @Test
    void whitensThePatchesOfTheImages() {
        ImageSet images = smoothNoise(20);

        float[] filters = Initialization.of(NETWORK, 1, dataset(images))
                .get("whiten.weight")
                .values();

        double[][] covariance = covariance(filters, images);
        for (int i = 0; i < PATCH; i++) {
            assertThat(covariance[i][i]).as("variance of filter %d", i).isBetween(0.5, 1.0);
            for (int j = 0; j < i; j++) {
                assertThat(covariance[i][j]).as("filters %d and %d", i, j).isCloseTo(0, within(1e-4));
            }
        }
    }

    @Test
    void hasTheNegativeOfEveryWhiteningFilter() {
        float[] filters = Initialization.of(NETWORK, 1, dataset(smoothNoise(2)))
                .get("whiten.weight")
                .values();

        for (int i = 0; i < filters.length / 2; i++) {
            assertThat(filters[filters.length / 2 + i]).isEqualTo(-filters[i]);
        }
    }

    @Test
    void whitensWithTheSameBitsEachTime() {
        Dataset dataset = dataset(smoothNoise(3));

        assertThat(Initialization.of(NETWORK, 1, dataset)).isEqualTo(Initialization.of(NETWORK, 1, dataset));
    }

    @Test
    void refusesAWhiteningLayerOfAnotherSize() {
        Layer.Convolution layer = new Layer.Convolution(3, 23, 2, 1, 0, true, Start.WHITENING);

        assertThatThrownBy(() -> Whitening.weight(layer, smoothNoise(1), NORMALIZATION))
                .hasMessage("23 filters cannot whiten patches of 12 numbers");
    }

    @Test
    void letsTheFirstFiltersPassTheirChannelOn() {
        Tensor weight = Initialization.kaiming(NETWORK, 1).get("block1.conv1.weight"); // [64, 24, 3, 3]

        for (int filter = 0; filter < 24; filter++) {
            for (int i = 0; i < 24 * 9; i++) {
                float expected = i == filter * 9 + 4 ? 1 : 0;
                assertThat(weight.values()[filter * 24 * 9 + i]).isEqualTo(expected);
            }
        }
        assertThat(deviation(weight.values(), 24 * 24 * 9)).isCloseTo(Math.sqrt(1.0 / (3 * 24 * 9)), within(1e-3));
    }

    private static double deviation(float[] values, int from) {
        double squares = 0;
        for (int i = from; i < values.length; i++) {
            squares += values[i] * values[i];
        }
        return Math.sqrt(squares / (values.length - from));
    }

    /** E[rrᵀ] of the answers of the first filters to every patch, in plain loops. */
    private static double[][] covariance(float[] filters, ImageSet images) {
        double[][] sums = new double[PATCH][PATCH];
        byte[] pixels = new byte[SHAPE.size()];
        int patches = 0;
        for (int index = 0; index < images.size(); index++) {
            images.copyPixels(index, pixels, 0);
            for (int y = 0; y < 31; y++) {
                for (int x = 0; x < 31; x++, patches++) {
                    double[] answers = answers(filters, pixels, y, x);
                    for (int i = 0; i < PATCH * PATCH; i++) {
                        sums[i / PATCH][i % PATCH] += answers[i / PATCH] * answers[i % PATCH];
                    }
                }
            }
        }
        for (double[] row : sums) {
            for (int i = 0; i < PATCH; i++) {
                row[i] /= patches;
            }
        }
        return sums;
    }

    private static double[] answers(float[] filters, byte[] pixels, int y, int x) {
        double[] answers = new double[PATCH];
        for (int filter = 0; filter < PATCH; filter++) {
            int at = filter * PATCH;
            for (int c = 0; c < 3; c++) {
                for (int i = 0; i < 4; i++) {
                    double pixel = (pixels[c * 1024 + (y + i / 2) * 32 + x + i % 2] & 0xFF) / 255.0;
                    double mean = NORMALIZATION.mean().get(c);
                    answers[filter] += filters[at++]
                            * (pixel - mean)
                            / NORMALIZATION.standardDeviation().get(c);
                }
            }
        }
        return answers;
    }

    /** Neighbours and channels go together, as in photographs. */
    private static ImageSet smoothNoise(int count) {
        return MemoryImages.of(
                SHAPE,
                new int[count],
                (index, target) -> {
                    Random random = new Random(index);
                    double level = 128;
                    for (int i = 0; i < 1024; i++) {
                        level = 0.7 * level + 0.3 * (128 + 60 * random.nextGaussian());
                        for (int c = 0; c < 3; c++) {
                            target[c * 1024 + i] =
                                    (byte) Math.clamp((int) (level + 20 * random.nextGaussian()), 0, 255);
                        }
                    }
                },
                LoadProgress.NONE);
    }

    private static Dataset dataset(ImageSet images) {
        return new Dataset("noise", List.of("a"), NORMALIZATION, images, images);
    }
}
