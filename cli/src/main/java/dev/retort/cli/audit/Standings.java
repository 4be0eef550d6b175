package dev.retort.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The leaderboard and two versions side by side, as text. */
public final class Standings {
    private static final String HEAD =
            "      version       held-out            test      ECE     p50 ms  p99 ms   KB     arm, step, network, run";

    private Standings() {}

    /**
     * @param leaderboard what {@code GET /leaderboard} answers
     * @param sort what it is sorted by; told beside each version where no column has it
     */
    public static String of(JsonNode leaderboard, String sort) {
        List<String> lines = new ArrayList<>(List.of(SortedBy.isShown(sort) ? HEAD : HEAD + "; " + sort));
        leaderboard.forEach(version ->
                lines.add(line(version) + (SortedBy.isShown(sort) ? "" : "; " + SortedBy.figure(sort, version))));
        if (leaderboard.isEmpty()) {
            lines.add("  nothing was scored yet");
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** @param comparison what {@code GET /leaderboard/comparison} answers */
    public static String sideBySide(JsonNode comparison) {
        List<String> lines = new ArrayList<>(List.of(HEAD, line(comparison.path("a")), line(comparison.path("b")), ""));
        lines.add(pairing("held-out", comparison.path("heldOut")));
        lines.add(pairing("test", comparison.path("test")));
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(JsonNode version) {
        JsonNode details = version.path("details");
        JsonNode heldOut = details.path("heldOut");
        JsonNode blessing = details.path("blessing");
        return String.format(
                Locale.ROOT,
                "%s %2d  %.12s  %6.2f %% %s  %6.2f %%  %s  %s  %s  %6.0f  %s, step %d, %s %s, %s",
                version.path("champion").asBoolean() ? "*" : " ",
                version.path("rank").asInt(),
                version.path("modelVersion").asText(),
                100 * version.path("heldOut").path("accuracy").asDouble(),
                details.isObject()
                        ? String.format(
                                Locale.ROOT,
                                "±%4.1f",
                                50
                                        * (heldOut.path("accuracyHigh").asDouble()
                                                - heldOut.path("accuracyLow").asDouble()))
                        : "     ",
                100 * version.path("test").path("accuracy").asDouble(),
                figure(heldOut.path("calibrationError"), 100, "%5.2f %%"),
                figure(blessing.path("p50Milliseconds"), 1, "%6.2f"),
                figure(blessing.path("p99Milliseconds"), 1, "%6.2f"),
                version.path("artefactBytes").asDouble() / 1000,
                version.path("arm").asText(),
                version.path("step").asLong(),
                version.path("network").asText(),
                version.path("precision").asText("FP32").toLowerCase(Locale.ROOT),
                version.path("run").asText());
    }

    private static String figure(JsonNode value, double factor, String format) {
        return value.isNumber() ? String.format(Locale.ROOT, format, factor * value.asDouble()) : "      -";
    }

    private static String pairing(String split, JsonNode pairing) {
        if (!pairing.isObject()) {
            return "%s split: not the same images, or what was said to them is not kept".formatted(split);
        }
        JsonNode table = pairing.path("table");
        return String.format(
                Locale.ROOT,
                "%s split: both right %d, only the first %d, only the second %d, both wrong %d; difference %+.2f points"
                        + " (95 %%: %+.2f to %+.2f); same class for %.2f %% of images (kappa %.3f)",
                split,
                table.path("bothRight").asInt(),
                table.path("onlyCandidate").asInt(),
                table.path("onlyChampion").asInt(),
                table.path("bothWrong").asInt(),
                100 * pairing.path("difference").asDouble(),
                100 * pairing.path("interval").path("low").asDouble(),
                100 * pairing.path("interval").path("high").asDouble(),
                100 * pairing.path("agreement").asDouble(),
                pairing.path("kappa").asDouble());
    }
}
