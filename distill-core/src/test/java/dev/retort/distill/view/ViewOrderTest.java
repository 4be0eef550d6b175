package dev.retort.distill.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ViewOrderTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000, 45_000})
    void passesOverEveryTrainingImageOnce(int size) {
        int[] training = IntStream.range(0, size).map(i -> 3 * i + 1).toArray();
        ViewOrder order = new ViewOrder(training, 5);

        for (int view = 0; view < 3; view++) {
            assertThat(IntStream.of(pass(order, view)).sorted().toArray()).isEqualTo(training);
        }
    }

    @Test
    void isTheSameOnEveryMachine() {
        ViewOrder order = new ViewOrder(IntStream.range(0, 10).toArray(), 42);

        assertThat(pass(order, 0)).containsExactly(7, 4, 0, 1, 6, 5, 9, 3, 2, 8);
        assertThat(pass(order, 1)).containsExactly(7, 1, 0, 4, 8, 6, 3, 2, 5, 9);
    }

    @Test
    void differsBetweenViewsAndSeeds() {
        int[] training = IntStream.range(0, 100).toArray();
        ViewOrder order = new ViewOrder(training, 1);

        assertThat(pass(order, 0)).isNotEqualTo(pass(order, 1));
        assertThat(pass(order, 0)).isNotEqualTo(pass(new ViewOrder(training, 2), 0));
    }

    @Test
    void doesNotDependOnTheOrderOfCalls() {
        ViewOrder order = new ViewOrder(IntStream.range(0, 100).toArray(), 1);
        int early = order.indexAt(7, 13);
        order.indexAt(8, 13);

        assertThat(order.indexAt(7, 13)).isEqualTo(early);
    }

    @Test
    void putsEveryImageAnywhere() {
        ViewOrder order = new ViewOrder(IntStream.range(0, 4).toArray(), 9);
        int[] first = new int[4];
        for (int view = 0; view < 4000; view++) {
            first[order.indexAt(view, 0)]++;
        }
        // A quarter each, within five deviations.
        assertThat(IntStream.of(first)).allMatch(count -> Math.abs(count - 1000) < 140);
    }

    @Test
    void refusesPositionsOutsideOfTheView() {
        ViewOrder order = new ViewOrder(new int[] {4, 5}, 1);

        assertThatThrownBy(() -> order.indexAt(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> order.indexAt(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ViewOrder(new int[0], 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] pass(ViewOrder order, int view) {
        return IntStream.range(0, order.size())
                .map(position -> order.indexAt(view, position))
                .toArray();
    }
}
