package dev.retort.distill.weights;

import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Normalization;

/**
 * A first convolution whose outputs do not correlate: filters vᵢ / √(λᵢ + 5e-4), then their negatives, from eigenvectors v
 * and eigenvalues λ of E[ppᵀ], p a patch of a normalised image (Page 2018, "How to train your ResNet"; the constant is
 * that of Jordan's airbench94, 2024).
 */
final class Whitening {
    /** So many tell the covariance of twelve numbers well enough. */
    private static final int IMAGES = 5000;

    private static final double EPSILON = 5e-4;

    private Whitening() {}

    /** @throws IllegalArgumentException if there are not two filters for each number of a patch */
    static Tensor weight(Layer.Convolution layer, ImageSet images, Normalization normalization) {
        int size = layer.inputChannels() * layer.kernel() * layer.kernel();
        if (layer.outputChannels() != 2 * size) {
            throw new IllegalArgumentException(
                    "%d filters cannot whiten patches of %d numbers".formatted(layer.outputChannels(), size));
        }
        SymmetricEigen eigen = SymmetricEigen.of(covariance(layer.kernel(), images, normalization));
        float[] values = new float[2 * size * size];
        for (int filter = 0; filter < size; filter++) {
            double scale = 1 / Math.sqrt(Math.max(0, eigen.value(filter)) + EPSILON);
            for (int i = 0; i < size; i++) {
                float value = (float) (scale * eigen.vector(filter, i));
                values[filter * size + i] = value;
                values[(size + filter) * size + i] = -value;
            }
        }
        return new Tensor(
                new long[] {layer.outputChannels(), layer.inputChannels(), layer.kernel(), layer.kernel()}, values);
    }

    /** E[ppᵀ] over every patch [channels, kernel, kernel] of the first images. */
    private static double[][] covariance(int kernel, ImageSet images, Normalization normalization) {
        ImageShape shape = images.shape();
        int size = shape.channels() * kernel * kernel;
        double[][] sums = new double[size][size];
        double[] patch = new double[size];
        byte[] pixels = new byte[shape.size()];
        int count = Math.min(IMAGES, images.size());
        for (int index = 0; index < count; index++) {
            images.copyPixels(index, pixels, 0);
            for (int y = 0; y + kernel <= shape.height(); y++) {
                for (int x = 0; x + kernel <= shape.width(); x++) {
                    copyPatch(pixels, shape, normalization, kernel, y, x, patch);
                    addProduct(patch, sums);
                }
            }
        }
        double patches = (double) count * (shape.height() - kernel + 1) * (shape.width() - kernel + 1);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                sums[i][j] /= patches;
                sums[j][i] = sums[i][j];
            }
        }
        return sums;
    }

    private static void copyPatch(
            byte[] pixels, ImageShape shape, Normalization normalization, int kernel, int y, int x, double[] patch) {
        for (int i = 0; i < patch.length; i++) {
            int channel = i / (kernel * kernel);
            int row = y + i / kernel % kernel;
            int pixel = pixels[(channel * shape.height() + row) * shape.width() + x + i % kernel] & 0xFF;
            patch[i] = (pixel / 255.0 - normalization.mean().get(channel))
                    / normalization.standardDeviation().get(channel);
        }
    }

    /** The lower triangle is enough. */
    private static void addProduct(double[] patch, double[][] sums) {
        for (int i = 0; i < patch.length; i++) {
            for (int j = 0; j <= i; j++) {
                sums[i][j] += patch[i] * patch[j];
            }
        }
    }
}
