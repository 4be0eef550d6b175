package dev.retort.contracts.experiment;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** @param description what is allowed, for people */
record TextRule(Predicate<String> accepts, String description) {

    static TextRule oneOf(Collection<String> values) {
        List<String> sorted = values.stream().sorted().toList();
        return new TextRule(sorted::contains, "one of " + String.join(", ", sorted));
    }

    static TextRule matching(String regex, String description) {
        return new TextRule(Pattern.compile(regex).asMatchPredicate(), description);
    }
}
