package dev.retort.eval.domain;

/** A statistic that is beyond its threshold, and was not before. */
public record DriftNotice(Statistic statistic, double value, double threshold) {
    /** What is watched; the name is what the log calls it. */
    public enum Statistic {
        STABILITY_INDEX("stability-index"),
        CONFIDENCE("confidence-p"),
        AGREEMENT("agreement"),
        CLASS_AGREEMENT("class-agreement");

        private final String text;

        Statistic(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
