package dev.retort.contracts.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One list of the YAML tree, whose items are read all in one way. What is wrong with one is noted. */
final class YamlList {
    private final List<Node> items;
    private final Consumer<String> problems;

    /** @param problems takes what is wrong, in words */
    YamlList(SequenceNode node, Consumer<String> problems) {
        this.items = node.getValue();
        this.problems = problems;
    }

    List<Node> items() {
        return items;
    }

    /** What is not allowed is left out. */
    List<Double> numbers(Range range) {
        List<Double> numbers = new ArrayList<>();
        for (Node item : items) {
            String value = text(item);
            try {
                double number = YamlSection.decimal(value);
                if (range.contains(number)) {
                    numbers.add(number);
                } else {
                    problems.accept(value + " is out of range: " + range);
                }
            } catch (NumberFormatException e) {
                problems.accept("'%s' is no number: %s is allowed".formatted(value, range));
            }
        }
        return numbers;
    }

    /**
     * So many, or none of them where one is not allowed.
     *
     * @param allowed in words
     */
    List<Integer> counts(int size, int least, int greatest, String allowed) {
        if (items.size() != size) {
            problems.accept("expected " + allowed);
            return List.of();
        }
        List<Integer> counts = new ArrayList<>();
        for (Node item : items) {
            String value = text(item);
            int count = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : -1;
            if (count < least || count > greatest) {
                problems.accept("'%s' is not allowed: %s".formatted(value, allowed));
                return List.of();
            }
            counts.add(count);
        }
        return counts;
    }

    /** What is not allowed is left out. */
    List<String> texts(TextRule allowed) {
        List<String> texts = new ArrayList<>();
        for (Node item : items) {
            String value = text(item);
            if (allowed.accepts().test(value)) {
                texts.add(value);
            } else {
                problems.accept("'%s' is not allowed: %s".formatted(value, allowed.description()));
            }
        }
        return texts;
    }

    private static String text(Node item) {
        return item instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }
}
