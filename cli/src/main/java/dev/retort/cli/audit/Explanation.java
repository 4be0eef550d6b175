package dev.retort.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.contracts.Digest;
import dev.retort.contracts.Json;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.TestResult;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every decision on a version, in words, from its record. */
public final class Explanation {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final List<String> lines = new ArrayList<>();

    private Explanation() {}

    /** @param decisions what {@code GET /versions/…/decisions} answers */
    public static String of(JsonNode decisions) throws JsonProcessingException {
        Explanation explanation = new Explanation();
        explanation.version(decisions.path("version"));
        for (JsonNode decision : decisions.path("decisions")) {
            JsonNode recomputed = decision.path("recomputed");
            explanation.decision(
                    Json.MAPPER.treeToValue(decision.path("record"), PromotionDecided.class),
                    recomputed.isBoolean() ? (Boolean) recomputed.asBoolean() : null);
        }
        if (decisions.path("decisions").isEmpty()) {
            explanation.lines.add(
                    "Nothing was decided about it yet, or by a version of Retort that kept no record of it.");
        }
        return String.join(System.lineSeparator(), explanation.lines);
    }

    private void version(JsonNode version) {
        lines.add("Version %.12s: %s %s, arm %s, step %d, run %s%s"
                .formatted(
                        version.path("modelVersion").asText(),
                        version.path("network").asText(),
                        version.path("precision").asText("FP32").toLowerCase(Locale.ROOT),
                        version.path("arm").asText(),
                        version.path("step").asLong(),
                        version.path("run").asText(),
                        version.path("champion").asBoolean() ? "; the champion" : ""));
    }

    private void decision(PromotionDecided decision, @Nullable Boolean recomputed) {
        DecisionInputs inputs = decision.inputs();
        lines.add("");
        lines.add("%s  %s, %s"
                .formatted(
                        TIME.format(decision.at()),
                        decision.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        inputs == null ? "asked for by " + decision.requestedBy() : "as the policy decides"));
        decision.reasons().forEach(reason -> lines.add("  " + reason));
        if (decision.test() != null) {
            difference(decision.test());
        }
        Digest champion = decision.champion();
        if (champion != null) {
            lines.add("  %s was %s then.".formatted(decision.alias(), champion.abbreviated()));
        }
        if (inputs != null) {
            rests(inputs);
        }
        if (recomputed != null) {
            lines.add(
                    recomputed
                            ? "  Decided again from this record alone: the same answer."
                            : "  DECIDED AGAIN FROM THIS RECORD ALONE: ANOTHER ANSWER.");
        }
    }

    private void difference(TestResult test) {
        lines.add(String.format(
                Locale.ROOT,
                "  The difference is %+.2f points, with 95 %% confidence between %+.2f and %+.2f (Tango's score interval).",
                100 * test.difference(),
                100 * test.differenceLow(),
                100 * test.differenceHigh()));
    }

    private void rests(DecisionInputs inputs) {
        lines.add("  Policy: %s; rule version %d.".formatted(words(inputs.policy()), inputs.ruleVersion()));
        contender("Candidate", inputs.candidate());
        if (inputs.champion() != null) {
            contender("Champion", inputs.champion());
        }
    }

    private void contender(String what, Contender contender) {
        lines.add(String.format(
                Locale.ROOT,
                "  %s %s: %.2f %% of %d held-out images%s",
                what,
                contender.modelVersion().abbreviated(),
                100 * contender.accuracy(),
                contender.heldOutImages(),
                contender.predictions() == null
                        ? ""
                        : "; what it said to them: predictions/" + contender.predictions()));
    }

    private static String gains(Collection<Comparison.Gain> gains) {
        return gains.isEmpty()
                ? ""
                : gains.stream()
                        .map(gain -> gain.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.joining(" or ", ", and ", ""));
    }

    private static String words(PromotionPolicy policy) {
        Comparison comparison = policy.comparisonOrStandard();
        String claim = switch (comparison.rule()) {
            case BETTER -> "better";
            case NOT_WORSE ->
                "not worse by %s points%s".formatted(comparison.marginPoints(), gains(comparison.gains()));
        };
        return "%s, at level %s over all candidates that meet one champion; accuracy at least %s%s"
                .formatted(
                        claim,
                        comparison.level(),
                        policy.minimumAccuracy(),
                        policy.bounds() == null ? "" : "; " + policy.bounds());
    }
}
