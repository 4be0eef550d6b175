package dev.retort.contracts;

/** Names of the Kafka topics. Event topics have one partition, so that a fold over them sees one order. */
public final class Topics {
    public static final String COMMANDS = "retort.commands";
    public static final String SAMPLES = "retort.samples";
    public static final String PROGRESS = "retort.progress";
    public static final String CHECKPOINTS = "retort.checkpoints";
    public static final String EVALUATIONS = "retort.evaluations";
    /** Compacted: the last record of a key (an alias) is what the alias names. */
    public static final String PROMOTIONS = "retort.promotions";

    private static final String SOFT_TARGETS_PREFIX = "retort.soft-targets.";
    private static final String DEAD_LETTER_SUFFIX = ".dlq";

    private Topics() {}

    /** The log of one transfer set; Kafka allows 249 characters, this takes 84. */
    public static String softTargets(Digest transferSet) {
        return SOFT_TARGETS_PREFIX + transferSet;
    }

    /** Where messages of {@code topic} go that could not be read. */
    public static String deadLetters(String topic) {
        return topic + DEAD_LETTER_SUFFIX;
    }
}
