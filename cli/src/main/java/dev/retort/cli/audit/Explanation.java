package dev.retort.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.contracts.Digest;
import dev.retort.contracts.Json;
import dev.retort.contracts.Quantity;
import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Parity;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.TestResult;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every decision on a version, in words, from its record. */
public final class Explanation {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final List<String> lines = new ArrayList<>();
    private String version = "";

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
        this.version = version.path("modelVersion").asText();
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
                        outcome(decision),
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
        } else if (inputs != null) {
            lines.add("  It cannot be decided again here: the evaluation service has another version of the rule.");
        }
    }

    /** What became of this version, which may have been the one that lost its place. */
    private String outcome(PromotionDecided decision) {
        String verdict = decision.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        Digest candidate = decision.candidate();
        if (candidate == null || version.isEmpty() || candidate.hex().equals(version)) {
            return verdict;
        }
        return decision.verdict() == PromotionDecided.Verdict.ROLLED_BACK
                ? "rolled back to " + candidate.abbreviated()
                : "replaced by " + candidate.abbreviated();
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
        lines.add("  Policy: %s; rule version %d.".formatted(PolicyWords.of(inputs), inputs.ruleVersion()));
        contender("Candidate", inputs.candidate());
        QualityWords.of(inputs.candidate().heldOut()).ifPresent(words -> lines.add("  Of it, " + words + "."));
        parity(inputs.candidate().parity());
        blessing(inputs.candidate().blessing());
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

    private void parity(@Nullable Parity parity) {
        lines.add(
                parity == null
                        ? "  It was never compared with the training form."
                        : String.format(
                                Locale.ROOT,
                                "  Of %s it gives %.2f %% the training form's class; logits differ by up to %.2g.",
                                Quantity.of(parity.images(), "image"),
                                100 * parity.equalAnswers(),
                                parity.greatestLogitDifference()));
    }

    private void blessing(@Nullable Blessing blessing) {
        if (blessing == null) {
            lines.add("  The infrastructure never blessed it.");
        } else if (blessing.given()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  The infrastructure blessed it: p50 %.2f ms, p99 %.2f ms on %s%s.",
                    blessing.p50Milliseconds(),
                    blessing.p99Milliseconds(),
                    Quantity.of(blessing.threads(), "thread"),
                    blessing.machine() == null ? "" : " of " + blessing.machine()));
        } else {
            lines.add("  The infrastructure did not bless it: " + String.join("; ", blessing.faults()));
        }
    }
}
