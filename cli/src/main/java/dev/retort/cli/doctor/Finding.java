package dev.retort.cli.doctor;

/**
 * What was looked at, and what was found.
 *
 * @param advice what to do; empty if nothing
 */
public record Finding(Level level, String subject, String found, String advice) {
    /** How bad it is. */
    public enum Level {
        OK,
        /** It works without, slower or with less. */
        WARN,
        /** {@code ./retort up} cannot work. */
        FAIL
    }

    static Finding ok(String subject, String found) {
        return new Finding(Level.OK, subject, found, "");
    }

    static Finding warn(String subject, String found, String advice) {
        return new Finding(Level.WARN, subject, found, advice);
    }

    static Finding fail(String subject, String found, String advice) {
        return new Finding(Level.FAIL, subject, found, advice);
    }
}
