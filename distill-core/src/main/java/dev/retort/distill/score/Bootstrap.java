package dev.retort.distill.score;

import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Stream;
import java.util.Arrays;

/** Draws as many images as there are, with replacement, again and again; for one seed always the same ones. */
final class Bootstrap {
    private final CounterRandom random;
    private final int[] times;

    Bootstrap(int images, long seed) {
        this.random = new CounterRandom(seed, Stream.BOOTSTRAP, 0, 0);
        this.times = new int[images];
    }

    /** How often each image was drawn this time; the same array each time. */
    int[] draw() {
        Arrays.fill(times, 0);
        for (int i = 0; i < times.length; i++) {
            times[random.below(times.length)]++;
        }
        return times;
    }
}
