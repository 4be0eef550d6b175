package dev.retort.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** The figures that a leaderboard can be sorted by and that have no column. */
final class SortedBy {
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("top-five", "/details/heldOut/topFiveAccuracy"),
            Map.entry("likelihood", "/heldOut/negativeLogLikelihood"),
            Map.entry("brier", "/details/heldOut/brierScore"),
            Map.entry("calibrated", "/details/heldOut/calibratedError"),
            Map.entry("calibrated-likelihood", "/details/heldOut/calibratedLikelihood"),
            Map.entry("calibrated-brier", "/details/heldOut/calibratedBrierScore"),
            Map.entry("least-recall", "/details/heldOut/leastRecall"),
            Map.entry("throughput", "/details/blessing/imagesPerSecond"),
            Map.entry("memory", "/details/blessing/memoryBytes"),
            Map.entry("teacher-agreement", "/details/agreements/teacher"),
            Map.entry("champion-agreement", "/details/agreements/champion"),
            Map.entry("parameters", "/parameters"),
            Map.entry("multiply-adds", "/multiplyAdds"));

    /** Under the names that the figures have. */
    private static final String INTERVALS = "/details/heldOut/intervals/";

    private SortedBy() {}

    static boolean isShown(String sort) {
        return !PLACES.containsKey(sort);
    }

    /** Of one version of the leaderboard, with the interval where it has one; a dash where it is not known. */
    static String figure(String sort, JsonNode version) {
        String place = PLACES.getOrDefault(sort, "");
        JsonNode figure = version.at(place);
        JsonNode interval = version.at(INTERVALS + place.substring(place.lastIndexOf('/') + 1));
        if (!figure.isNumber()) {
            return "-";
        }
        return interval.isObject()
                ? String.format(
                        Locale.ROOT,
                        "%.4f (%.4f to %.4f)",
                        figure.asDouble(),
                        interval.path("low").asDouble(),
                        interval.path("high").asDouble())
                : figure.asText();
    }
}
