package dev.retort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.retort.contracts.Json;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
    private static String words(String json) throws JsonProcessingException {
        return StatusCommand.words(Json.MAPPER.readTree(json));
    }

    @Test
    void namesTheNewestCyclesTheirVerdictsAndWhatTheNextOneWaitsFor() throws Exception {
        String words = words("""
                {"services": [{"name": "student-trainer", "address": "http://127.0.0.1:1", "state": "ready"}],
                 "runs": [{"run": "goes-on-1", "status": "DONE"}],
                 "retrainings": [{"run": "goes-on-1", "waitsFor": "new samples: 16 of 24", "cycles": [
                   {"cycle": 1, "state": "rejected", "trigger": "24 new samples", "reasons": []},
                   {"cycle": 2, "state": "promoted", "trigger": "a command", "reasons": []},
                   {"cycle": 3, "state": "promoted", "trigger": "a command", "reasons": []},
                   {"cycle": 4, "state": "inconclusive", "trigger": "drift",
                    "reasons": ["it cannot be scored: gone", "so it is"]},
                   {"cycle": 5, "state": "scoring", "trigger": "24 new samples", "reasons": []},
                   {"cycle": 6, "state": "training", "trigger": "30 new samples", "reasons": []}]}]}
                """);

        assertThat(words.lines())
                .contains(
                        "Retrainings of goes-on-1: 6; the next one waits for new samples: 16 of 24",
                        "    2  promoted     a command",
                        "    4  inconclusive drift; it cannot be scored: gone; so it is",
                        "    6  training     30 new samples")
                .noneMatch(line -> line.startsWith("    1 "));
    }

    @Test
    void saysNothingOfRetrainingsWhereNoRunGoesOnLearning() throws Exception {
        String words = words("""
                {"runs": [{"run": "ends-1", "status": "RUNNING", "trainedArms": []}], "retrainings": [],
                 "leaderboard": [{"rank": 1, "modelVersion": "0123456789abcdef", "champion": true, "arm": "distilled",
                   "network": "resnet8", "step": 9, "run": "ends-1",
                   "heldOut": {"accuracy": 0.5}, "test": {"accuracy": 0.25}}]}
                """);

        assertThat(words)
                .doesNotContain("Retraining")
                .contains(" *   1  0123456789ab")
                .contains("trains the teacher");
    }
}
