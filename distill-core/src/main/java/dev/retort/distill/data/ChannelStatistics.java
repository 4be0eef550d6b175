package dev.retort.distill.data;

import dev.retort.distill.network.Normalization;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Mean and deviation of each channel, from sums of whole numbers: the same bits whatever the order and the machine. */
public final class ChannelStatistics {
    private static final double GREATEST_PIXEL = 255;

    private final long[] sums;
    private final long[] squares;
    private long count;

    private ChannelStatistics(int channels) {
        this.sums = new long[channels];
        this.squares = new long[channels];
    }

    /** Over all pixels of {@code images}, scaled to [0, 1]; a constant channel gets the deviation 1. */
    public static Normalization of(ImageSet images) {
        ChannelStatistics statistics = new ChannelStatistics(images.shape().channels());
        byte[] pixels = new byte[images.shape().size()];
        for (int index = 0; index < images.size(); index++) {
            images.copyPixels(index, pixels, 0);
            statistics.add(pixels);
        }
        return statistics.normalization();
    }

    private void add(byte[] pixels) {
        int plane = pixels.length / sums.length;
        for (int channel = 0; channel < sums.length; channel++) {
            long sum = 0;
            long square = 0;
            for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                int pixel = pixels[i] & 0xFF;
                sum += pixel;
                square += (long) pixel * pixel;
            }
            sums[channel] += sum;
            squares[channel] += square;
        }
        count += plane;
    }

    private Normalization normalization() {
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int channel = 0; channel < sums.length; channel++) {
            means.add(count == 0 ? 0 : sums[channel] / (count * GREATEST_PIXEL));
            deviations.add(deviation(channel));
        }
        return new Normalization(means, deviations);
    }

    /** √(n·Σx² − (Σx)²) / n, the difference taken exactly: it needs more than 64 bits. */
    private double deviation(int channel) {
        BigInteger sum = BigInteger.valueOf(sums[channel]);
        BigInteger spread = BigInteger.valueOf(count)
                .multiply(BigInteger.valueOf(squares[channel]))
                .subtract(sum.multiply(sum));
        return spread.signum() == 0 ? 1 : Math.sqrt(spread.doubleValue()) / (count * GREATEST_PIXEL);
    }
}
