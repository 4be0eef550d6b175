package dev.retort.distill.data.drawn;

import dev.retort.distill.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the large figure of an image may be. The order is that of the labels. */
enum DrawnClass {
    DISC,
    RING,
    SQUARE,
    TRIANGLE,
    CROSS,
    STAR,
    STRIPES,
    CHECKERBOARD,
    DOTS,
    SPIRAL;

    private static final DrawnClass[] ALL = values();
    private static final DrawnClass[] SHAPES = {DISC, RING, SQUARE, TRIANGLE, CROSS, STAR};

    static DrawnClass ofLabel(int label) {
        return ALL[label];
    }

    static DrawnClass anyShape(CounterRandom random) {
        return SHAPES[random.below(SHAPES.length)];
    }

    static List<String> names() {
        return Arrays.stream(ALL)
                .map(drawn -> drawn.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    boolean isTexture() {
        return compareTo(STRIPES) >= 0;
    }

    /** Its outline; a texture has any outline that is not telling. */
    Pattern outline(CounterRandom random) {
        return switch (this) {
            case DISC -> Shapes.disc();
            case RING -> Shapes.ring(random.between(0.3, 0.5));
            case SQUARE -> Shapes.square();
            case TRIANGLE -> Shapes.triangle();
            case CROSS -> Shapes.cross(random.between(0.22, 0.36));
            case STAR -> Shapes.star(random.between(0.42, 0.55));
            case STRIPES, CHECKERBOARD, DOTS, SPIRAL -> anyOutline(random);
        };
    }

    /** What is painted over the outline in a second colour; nothing for a shape. */
    Pattern texture(CounterRandom random) {
        return switch (this) {
            case STRIPES -> Textures.stripes(random.between(0.45, 0.75));
            case CHECKERBOARD -> Textures.checkerboard(random.between(0.75, 1.1));
            case DOTS -> Textures.dots(random.between(0.5, 0.75));
            case SPIRAL -> Textures.spiral(random.between(0.6, 0.85));
            case DISC, RING, SQUARE, TRIANGLE, CROSS, STAR -> (x, y) -> 1;
        };
    }

    private static Pattern anyOutline(CounterRandom random) {
        return switch (random.below(3)) {
            case 0 -> Shapes.disc();
            case 1 -> Shapes.square();
            default -> Shapes.square().and(Shapes.disc());
        };
    }
}
