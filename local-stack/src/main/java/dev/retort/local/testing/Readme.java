package dev.retort.local.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a module's README promises, so that tests can hold the module to it. */
public final class Readme {
    private static final Pattern METRIC = Pattern.compile("`(retort_[a-z_]+)");

    private Readme() {}

    /** Names of the metrics that a README documents, such as {@code retort_gateway_predict_seconds}. */
    public static List<String> metrics(Path readme) throws IOException {
        return METRIC.matcher(Files.readString(readme))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** Documented metrics that Prometheus would not find in {@code exposition}, which {@code /q/metrics} answered. */
    public static List<String> missingMetrics(Path readme, String exposition) throws IOException {
        return metrics(readme).stream()
                .filter(name -> exposition.lines().noneMatch(line -> line.startsWith(name)))
                .toList();
    }
}
