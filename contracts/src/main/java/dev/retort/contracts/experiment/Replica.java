package dev.retort.contracts.experiment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One student of an arm. With {@code seeds} above 1 an arm has several, which differ in their first weights alone; wherever
 * an arm is named, the first goes by the arm's name and the others by {@code <arm>.<number>}, which no arm of a file can
 * be called.
 *
 * @param number from 1
 */
public record Replica(String arm, int number) {
    private static final Pattern NUMBERED = Pattern.compile("(.+)\\.([1-9][0-9]{0,5})");

    public Replica {
        if (number < 1) {
            throw new IllegalArgumentException("number is " + number + ", it counts from 1");
        }
    }

    /** @param name as events, checkpoints and scores have it */
    public static Replica named(String name) {
        Matcher matcher = NUMBERED.matcher(name);
        return matcher.matches()
                ? new Replica(matcher.group(1), Integer.parseInt(matcher.group(2)))
                : new Replica(name, 1);
    }

    public String name() {
        return number == 1 ? arm : arm + "." + number;
    }
}
