package dev.retort.distill.drift;

import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How often a student answers as its teacher does, class by class of the teacher's answer: the quality of a student that
 * can be seen without a label. Not for several threads.
 */
public final class ClassAgreement {
    private final long[] same;
    private final long[] asked;

    public ClassAgreement(int classes) {
        this.same = new long[classes];
        this.asked = new long[classes];
    }

    /** Two answers to one image, each in [0, classes). */
    public void add(int teacherAnswer, int studentAnswer) {
        if (Math.min(teacherAnswer, studentAnswer) < 0 || Math.max(teacherAnswer, studentAnswer) >= asked.length) {
            throw new IllegalArgumentException(
                    "answers %d and %d, of %d classes".formatted(teacherAnswer, studentAnswer, asked.length));
        }
        asked[teacherAnswer]++;
        same[teacherAnswer] += teacherAnswer == studentAnswer ? 1 : 0;
    }

    /** Share of the images that the teacher takes for this class and the student does as well; nothing for no image. */
    public OptionalDouble share(int teacherAnswer) {
        long images = asked[teacherAnswer];
        return images == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) same[teacherAnswer] / images);
    }

    /** The least {@link #share(int)} of a class of so many images; nothing where no class has them. */
    public OptionalDouble leastShare(int images) {
        return IntStream.range(0, asked.length)
                .filter(teacherAnswer -> asked[teacherAnswer] >= Math.max(1, images))
                .mapToDouble(teacherAnswer -> (double) same[teacherAnswer] / asked[teacherAnswer])
                .min();
    }

    /** Share of all images; nothing for no image. */
    public OptionalDouble share() {
        long images = sum(asked);
        return images == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sum(same) / images);
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
