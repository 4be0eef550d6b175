package dev.retort.cli.demo;

/**
 * Something that the log said meanwhile.
 *
 * @param seconds since the stream of images began
 * @param label a word or two, for the chart
 */
record Happening(double seconds, Kind kind, String label) {
    enum Kind {
        DRIFT,
        RETRAINING,
        PROMOTION
    }
}
