package dev.retort.contracts.experiment;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.InvalidExperimentException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of the YAML tree, read key by key. What is wrong is noted with its line and the reading goes on with a
 * stand-in, so that one pass finds every problem. {@link #close} notes keys that nobody asked for.
 */
final class YamlSection implements AutoCloseable {
    private static final String DIGEST = "[0-9a-f]{64}";
    /** Possessive, so that a long one is refused in one pass. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?+(\\d++(\\.\\d*+)?+|\\.\\d++)([eE][+-]?+\\d++)?+");

    private final String path;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Problem> problems;

    /** @param node the mapping; null reads as an empty one */
    YamlSection(String path, @Nullable Node node, int line, List<Problem> problems) {
        this.path = path;
        this.line = line;
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::add);
        } else if (node != null) {
            problems.add(new Problem(line, path.isEmpty() ? "document" : path, "expected keys and values"));
        }
    }

    private void add(NodeTuple tuple) {
        String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
        @Nullable Integer first = lines.put(key, lineOf(tuple.getKeyNode()));
        values.put(key, tuple.getValueNode());
        if (first != null) {
            problem(key, "is there twice, first in line " + first);
        }
    }

    static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    int line() {
        return line;
    }

    boolean has(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    /** Whether the value has keys of its own. */
    boolean isSection(String key) {
        return values.get(key) instanceof MappingNode;
    }

    /** Text that {@code allowed} takes. */
    String text(String key, @Nullable String standard, TextRule allowed) {
        Optional<String> value = scalar(key, standard);
        if (value.isEmpty()) {
            return "";
        }
        if (!allowed.accepts().test(value.get())) {
            problem(key, "'%s' is not allowed: %s".formatted(value.get(), allowed.description()));
        }
        return value.get();
    }

    /** @param what the digest names, for people */
    Optional<Digest> digest(String key, String what) {
        String hex = text(key, null, TextRule.matching(DIGEST, "the 64 digits of " + what));
        return hex.matches(DIGEST) ? Optional.of(new Digest(hex)) : Optional.empty();
    }

    /** One of {@code values}; the first of them stands in for another. */
    String oneOf(String key, @Nullable String standard, List<String> values) {
        String value = text(key, standard, TextRule.oneOf(values));
        return values.contains(value) ? value : values.getFirst();
    }

    long integer(String key, @Nullable Long standard, long least, long greatest) {
        Optional<String> value = scalar(key, standard == null ? null : standard.toString());
        try {
            long number = value.isEmpty() ? least : Long.parseLong(value.get().replace("_", ""));
            if (number < least || number > greatest) {
                problem(key, "%d is out of range: %d to %d".formatted(number, least, greatest));
                return least;
            }
            return number;
        } catch (NumberFormatException e) {
            problem(key, "'%s' is no whole number: %d to %d is allowed".formatted(value.orElse(""), least, greatest));
            return least;
        }
    }

    int count(String key, @Nullable Integer standard, int least, int greatest) {
        return (int) integer(key, standard == null ? null : standard.longValue(), least, greatest);
    }

    double number(String key, @Nullable Double standard, Range range) {
        Optional<String> value = scalar(key, standard == null ? null : standard.toString());
        try {
            double number = value.isEmpty() ? range.standIn() : decimal(value.get());
            if (!range.contains(number)) {
                problem(key, "%s is out of range: %s".formatted(value.orElse(""), range));
                return range.standIn();
            }
            return number;
        } catch (NumberFormatException e) {
            problem(key, "'%s' is no number: %s is allowed".formatted(value.orElse(""), range));
            return range.standIn();
        }
    }

    boolean flag(String key, boolean standard) {
        String value = scalar(key, Boolean.toString(standard)).orElse("");
        if (!value.equals("true") && !value.equals("false")) {
            problem(key, "'%s' is not allowed: true or false".formatted(value));
        }
        return value.equals("true");
    }

    /** An absent section reads as an empty one: all defaults, or complaints about what is required. */
    YamlSection section(String key) {
        asked.add(key);
        return new YamlSection(pathOf(key), values.get(key), lines.getOrDefault(key, line), problems);
    }

    List<YamlSection> sections(String key) {
        List<YamlSection> sections = new ArrayList<>();
        for (Node item : list(key, "a list").map(YamlList::items).orElse(List.of())) {
            sections.add(new YamlSection(pathOf(key) + "[" + sections.size() + "]", item, lineOf(item), problems));
        }
        return sections;
    }

    /** Of each item of the list; empty where there is none. */
    List<Integer> itemLines(String key) {
        return values.get(key) instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(YamlSection::lineOf).toList()
                : List.of();
    }

    /** Each of a list; what is not allowed is noted and left out. */
    List<Double> numbers(String key, List<Double> standard, Range range) {
        return list(key, "a list of numbers, such as [0.5, 0.75]")
                .map(list -> list.numbers(range))
                .orElse(standard);
    }

    /** A list of so many whole numbers, or an empty one where nothing is said; what is not allowed is noted. */
    List<Integer> counts(String key, int size, int least, int greatest) {
        String allowed = "a list of %d whole numbers, each %d to %d".formatted(size, least, greatest);
        return list(key, allowed)
                .map(list -> list.counts(size, least, greatest, allowed))
                .orElse(List.of());
    }

    /** Each of a list; what is not allowed is noted and left out. */
    List<String> texts(String key, List<String> standard, TextRule allowed) {
        return list(key, "a list, each " + allowed.description())
                .map(list -> list.texts(allowed))
                .orElse(standard);
    }

    private Optional<YamlList> list(String key, String expected) {
        asked.add(key);
        Node node = values.get(key);
        if (node instanceof SequenceNode sequence) {
            return Optional.of(new YamlList(sequence, message -> problem(key, message)));
        }
        if (node != null) {
            problem(key, "expected " + expected);
        }
        return Optional.empty();
    }

    /** Null where nothing is said. */
    @Nullable
    Double numberIfSaid(String key, Range range) {
        if (has(key)) {
            return number(key, null, range);
        }
        asked.add(key);
        return null;
    }

    /** Null where nothing is said. */
    @Nullable
    Long integerIfSaid(String key, long least, long greatest) {
        if (has(key)) {
            return integer(key, null, least, greatest);
        }
        asked.add(key);
        return null;
    }

    /** Not all that Java takes: no hexadecimal digits, no suffix, no NaN. */
    static double decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(text);
    }

    void problem(String key, String message) {
        problems.add(new Problem(lines.getOrDefault(key, line), pathOf(key), message));
    }

    @Override
    public void close() {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                problem(key, "unknown key; known here: " + String.join(", ", asked));
            }
        }
    }

    private Optional<String> scalar(String key, @Nullable String standard) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null) {
            if (standard == null) {
                problem(key, "is required");
            }
            return Optional.ofNullable(standard);
        }
        if (node instanceof ScalarNode value && !value.getValue().isEmpty()) {
            return Optional.of(value.getValue());
        }
        problem(key, "expected one value");
        return Optional.empty();
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
