package dev.retort.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The figures that a leaderboard can be sorted by and that have no column. */
final class SortedBy {
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("top-five", "/details/heldOut/topFiveAccuracy"),
            Map.entry("likelihood", "/heldOut/negativeLogLikelihood"),
            Map.entry("brier", "/details/heldOut/brierScore"),
            Map.entry("calibrated", "/details/heldOut/calibratedError"),
            Map.entry("calibrated-likelihood", "/details/heldOut/calibratedLikelihood"),
            Map.entry("least-recall", "/details/heldOut/leastRecall"),
            Map.entry("throughput", "/details/blessing/imagesPerSecond"),
            Map.entry("memory", "/details/blessing/memoryBytes"),
            Map.entry("teacher-agreement", "/details/agreements/teacher"),
            Map.entry("champion-agreement", "/details/agreements/champion"),
            Map.entry("parameters", "/parameters"),
            Map.entry("multiply-adds", "/multiplyAdds"));

    private SortedBy() {}

    static boolean isShown(String sort) {
        return !PLACES.containsKey(sort);
    }

    /** Of one version of the leaderboard; a dash where it is not known. */
    static String figure(String sort, JsonNode version) {
        JsonNode figure = version.at(PLACES.getOrDefault(sort, ""));
        return figure.isNumber() ? figure.asText() : "-";
    }
}
