package dev.retort.distill.score;

import dev.retort.distill.random.CounterRandom;
import java.util.Comparator;
import java.util.stream.IntStream;

/** A classifier's {@linkplain Calibration#error(Predictions, double) calibration error} where images, or answers, are drawn. */
final class DrawnCalibration {
    private static final double WORDS = 0x1.0p32;

    /** Images by confidence. */
    private final int[] order;
    /** In that order. */
    private final double[] confidence;
    /** In that order, 1 or 0. */
    private final int[] right;
    /** Where each run of equal confidences ends. */
    private final int[] ends;

    DrawnCalibration(Predictions predictions, double temperature) {
        double[] byImage = Calibration.confidence(predictions, temperature);
        int images = byImage.length;
        this.order = IntStream.range(0, images)
                .boxed()
                .sorted(Comparator.comparingDouble(image -> byImage[image]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.confidence =
                IntStream.of(order).mapToDouble(image -> byImage[image]).toArray();
        this.right = IntStream.of(order)
                .map(image -> predictions.isRight(image) ? 1 : 0)
                .toArray();
        this.ends = IntStream.rangeClosed(1, images)
                .filter(end -> end == images || confidence[end] != confidence[end - 1])
                .toArray();
    }

    /** @param times [images] how often each is drawn; in all, as often as there are images */
    double error(int[] times) {
        Bins bins = new Bins(order.length);
        int place = 0;
        for (int end : ends) {
            int drawn = 0;
            int drawnRight = 0;
            for (; place < end; place++) {
                drawn += times[order[place]];
                drawnRight += times[order[place]] * right[place];
            }
            bins.add(drawn, drawnRight, confidence[end - 1]);
        }
        return bins.error();
    }

    /** On these images, of one that is right as often as it says: each is right with the probability of its confidence. */
    double honestError(CounterRandom random) {
        Bins bins = new Bins(order.length);
        int place = 0;
        for (int end : ends) {
            int begin = place;
            int drawnRight = 0;
            for (; place < end; place++) {
                drawnRight += Integer.toUnsignedLong(random.nextInt()) < confidence[place] * WORDS ? 1 : 0;
            }
            bins.add(end - begin, drawnRight, confidence[end - 1]);
        }
        return bins.error();
    }

    /** Of equal mass, filled in the order of confidence. */
    private static final class Bins {
        private final int images;
        private final int bins;
        private int bin = 1;
        private int seen;
        private double gap;
        private double error;

        Bins(int images) {
            this.images = images;
            this.bins = Math.min(Calibration.BINS, images);
        }

        /** Images of one confidence, which share what they have right; they may lie in several bins. */
        void add(int count, int countRight, double confidence) {
            int left = count;
            while (left > 0) {
                int taken = Math.min(left, Calibration.edge(bin, bins, images) - seen);
                gap += taken * ((double) countRight / count - confidence);
                seen += taken;
                left -= taken;
                if (seen == Calibration.edge(bin, bins, images)) {
                    error += Math.abs(gap) / images;
                    gap = 0;
                    bin++;
                }
            }
        }

        double error() {
            return error;
        }
    }
}
