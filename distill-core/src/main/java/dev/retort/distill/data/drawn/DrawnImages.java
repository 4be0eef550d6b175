package dev.retort.distill.data.drawn;

import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.ChannelStatistics;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.MemoryImages;
import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Permutation;
import dev.retort.distill.random.Stream;
import java.awt.image.BufferedImage;
import java.util.List;

/** The drawn dataset of one seed. */
public final class DrawnImages {
    private static final List<String> CLASSES = DrawnClass.names();

    private final long seed;

    public DrawnImages(long seed) {
        this.seed = seed;
    }

    /** The two parts; images of one are not those of the other. */
    public enum Split {
        TRAIN(0),
        TEST(1);

        private final int number;

        Split(int number) {
            this.number = number;
        }
    }

    public static Dataset dataset(DatasetSpec.Drawn spec, LoadProgress progress) {
        DrawnImages drawn = new DrawnImages(spec.seed());
        int all = spec.trainImages() + spec.testImages();
        ImageSet train = drawn.images(
                Split.TRAIN, spec.trainImages(), (done, total, unit) -> progress.advanced(done, all, unit));
        ImageSet test = drawn.images(
                Split.TEST,
                spec.testImages(),
                (done, total, unit) -> progress.advanced(spec.trainImages() + done, all, unit));
        return new Dataset("drawn", CLASSES, ChannelStatistics.of(train), train, test);
    }

    /** Names, by label. */
    public static List<String> classes() {
        return CLASSES;
    }

    /** Every ten images in a row hold each class once, in random order. */
    public int label(Split split, int index) {
        int classes = CLASSES.size();
        CounterRandom random = new CounterRandom(seed, Stream.DRAWN_LABEL, split.number, index / classes);
        return Permutation.of(classes, random)[index % classes];
    }

    /** Writes 3 × 32 × 32 bytes, red plane first. */
    public void copyPixels(Split split, int index, byte[] target) {
        draw(split, index).copyTo(target);
    }

    /** For people, and to send to a server. */
    public BufferedImage picture(Split split, int index) {
        byte[] pixels = new byte[Canvas.SHAPE.size()];
        copyPixels(split, index, pixels);
        int plane = Canvas.SHAPE.height() * Canvas.SHAPE.width();
        BufferedImage picture =
                new BufferedImage(Canvas.SHAPE.width(), Canvas.SHAPE.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = (pixels[i] & 0xFF) << 16 | (pixels[plane + i] & 0xFF) << 8 | (pixels[2 * plane + i] & 0xFF);
            picture.setRGB(i % Canvas.SHAPE.width(), i / Canvas.SHAPE.width(), rgb);
        }
        return picture;
    }

    private Canvas draw(Split split, int index) {
        CounterRandom random = new CounterRandom(seed, Stream.DRAWN_IMAGE, split.number, index);
        return Scene.draw(DrawnClass.ofLabel(label(split, index)), random);
    }

    private ImageSet images(Split split, int count, LoadProgress progress) {
        int[] labels = new int[count];
        for (int index = 0; index < count; index++) {
            labels[index] = label(split, index);
        }
        return MemoryImages.of(Canvas.SHAPE, labels, (index, target) -> copyPixels(split, index, target), progress);
    }
}
