package dev.retort.contracts;

/** A number and what it counts, as sentences have them. */
public final class Quantity {
    private Quantity() {}

    /**
     * {@code 1 thread}, {@code 2 threads}.
     *
     * @param noun one of them; its plural takes an s
     */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
