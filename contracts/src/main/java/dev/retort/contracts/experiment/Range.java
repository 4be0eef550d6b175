package dev.retort.contracts.experiment;

/** An interval of numbers; each end belongs to it or not. */
record Range(double least, boolean withLeast, double greatest, boolean withGreatest) {
    static final Range SHARE = new Range(0, true, 1, true);
    static final Range SHARE_BELOW_ONE = new Range(0, true, 1, false);
    static final Range INSIDE_SHARE = new Range(0, false, 1, false);
    static final Range NOT_NEGATIVE = new Range(0, true, 1e6, true);
    static final Range ANY = new Range(-1e6, true, 1e6, true);
    static final Range POSITIVE = new Range(0, false, 1e6, true);

    boolean contains(double value) {
        boolean above = withLeast ? value >= least : value > least;
        boolean below = withGreatest ? value <= greatest : value < greatest;
        return above && below;
    }

    /** @throws IllegalArgumentException if the range does not contain it */
    void require(String name, double value) {
        if (!contains(value)) {
            throw new IllegalArgumentException("%s is %s: %s".formatted(name, value, this));
        }
    }

    /** A value of the range to go on with when the real one is wrong. */
    double standIn() {
        return withLeast ? least : Math.min(1, (least + greatest) / 2);
    }

    @Override
    public String toString() {
        return (withLeast ? "at least " : "greater than ")
                + least
                + (withGreatest ? ", at most " : ", less than ")
                + greatest;
    }
}
