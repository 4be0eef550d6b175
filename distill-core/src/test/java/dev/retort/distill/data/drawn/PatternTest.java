package dev.retort.distill.data.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PatternTest {
    static Stream<Named<Pattern>> shapes() {
        return Stream.of(
                Named.of("disc", Shapes.disc()),
                Named.of("ring", Shapes.ring(0.4)),
                Named.of("square", Shapes.square()),
                Named.of("triangle", Shapes.triangle()),
                Named.of("cross", Shapes.cross(0.3)),
                Named.of("star", Shapes.star(0.5)));
    }

    static Stream<Named<DoubleFunction<Pattern>>> textures() {
        return Stream.of(
                Named.of("stripes", Textures::stripes),
                Named.of("checkerboard", Textures::checkerboard),
                Named.of("spiral", Textures::spiral));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void reachesAboutAsFarAsTheUnitCircle(Pattern shape) {
        int inside = 0;
        for (double x = -2; x <= 2; x += 0.01) {
            for (double y = -2; y <= 2; y += 0.01) {
                if (shape.distance(x, y) < 0) {
                    assertThat(Math.sqrt(x * x + y * y)).isLessThan(1.25);
                    inside++;
                }
            }
        }
        double area = inside * 0.01 * 0.01;
        assertThat(area).isBetween(0.8, 3.2);
    }

    @ParameterizedTest
    @MethodSource("textures")
    void coversHalfOfThePlane(DoubleFunction<Pattern> texture) {
        assertThat(share(texture.apply(0.5))).isCloseTo(0.5, within(0.03));
    }

    @Test
    void coversAThirdOfThePlaneWithDots() {
        // π · 0.33² of each square.
        assertThat(share(Textures.dots(0.5))).isCloseTo(0.342, within(0.02));
    }

    @Test
    void hasAHoleInTheRing() {
        Pattern ring = Shapes.ring(0.4);

        assertThat(ring.distance(0, 0)).isPositive();
        assertThat(ring.distance(0.8, 0)).isCloseTo(-0.2, within(1e-12));
        assertThat(ring.distance(0, 1.1)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void givesTheStarFiveArms() {
        assertThat(crossings(Shapes.star(0.5), 0.8)).isEqualTo(10);
    }

    @Test
    void givesTheCrossFourArms() {
        assertThat(crossings(Shapes.cross(0.3), 0.8)).isEqualTo(8);
    }

    @Test
    void givesTheTriangleThreeCorners() {
        assertThat(crossings(Shapes.triangle(), 0.8)).isEqualTo(6);
    }

    @Test
    void alternatesInTheCheckerboard() {
        Pattern board = Textures.checkerboard(1);

        assertThat(board.distance(0.5, 0.5)).isPositive();
        assertThat(board.distance(1, 0.5)).isNegative();
        assertThat(board.distance(0.5, 1)).isNegative();
        assertThat(board.distance(1, 1)).isPositive();
    }

    @Test
    void windsTheSpiralOutwardsWithoutABreak() {
        Pattern spiral = Textures.spiral(0.5);

        // On the negative x axis, where the angle jumps, both sides agree.
        for (double radius = 0.2; radius < 1; radius += 0.01) {
            assertThat(spiral.distance(-radius, 1e-9)).isCloseTo(spiral.distance(-radius, -1e-9), within(1e-6));
        }
    }

    @Test
    void softensEdgesOverOnePixel() {
        Pattern disc = Shapes.disc();

        assertThat(disc.coverage(1, 0, 0.1)).isEqualTo(0.5);
        assertThat(disc.coverage(1.025, 0, 0.1)).isCloseTo(0.25, within(1e-9));
        assertThat(disc.coverage(0.9, 0, 0.1)).isEqualTo(1);
        assertThat(disc.coverage(1.1, 0, 0.1)).isZero();
    }

    private static double share(Pattern pattern) {
        int inside = 0;
        for (int row = 0; row < 200; row++) {
            for (int column = 0; column < 200; column++) {
                // A grid that is not commensurate with the period.
                inside += pattern.distance(column * 0.0217 - 2, row * 0.0217 - 2) < 0 ? 1 : 0;
            }
        }
        return inside / 40_000.0;
    }

    /** How often a walk around the origin crosses the outline. */
    private static int crossings(Pattern pattern, double radius) {
        int crossings = 0;
        boolean before = pattern.distance(radius, 0) < 0;
        for (int i = 1; i <= 3600; i++) {
            double angle = 2 * Math.PI * i / 3600;
            boolean now = pattern.distance(radius * Math.cos(angle), radius * Math.sin(angle)) < 0;
            crossings += now == before ? 0 : 1;
            before = now;
        }
        return crossings;
    }
}
