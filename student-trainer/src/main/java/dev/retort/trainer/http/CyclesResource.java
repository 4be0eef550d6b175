package dev.retort.trainer.http;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.trainer.app.Retrainings;
import dev.retort.trainer.domain.CycleOutcome;
import dev.retort.trainer.domain.RetrainingStatus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The retrainings of runs that go on learning. */
@Path("/cycles")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CyclesResource {
    private final Retrainings retrainings;

    CyclesResource(Retrainings retrainings) {
        this.retrainings = retrainings;
    }

    /** @param waitsFor what the next cycle waits for */
    public record RunOfCycles(String run, String waitsFor, List<Cycle> cycles) {
        static RunOfCycles of(RetrainingStatus status) {
            return new RunOfCycles(
                    status.run(),
                    status.waitsFor(),
                    status.cycles().stream().map(Cycle::of).toList());
        }
    }

    /**
     * @param state {@code training}, {@code scoring} until it is decided on, or the verdict: {@code promoted}, {@code rejected},
     *     {@code inconclusive}
     * @param reasons of the verdict
     * @param parent checkpoint of the champion that it goes on from
     * @param trigger why it was begun
     */
    public record Cycle(
            int cycle,
            String arm,
            String state,
            List<String> reasons,
            Digest parent,
            long steps,
            String trigger,
            Instant startedAt) {
        static Cycle of(RetrainingStatus.Cycle cycle) {
            RetrainingStarted started = cycle.started();
            String unfinished = cycle.trained() ? "scoring" : "training";
            return new Cycle(
                    started.cycle(),
                    started.arm(),
                    cycle.outcome()
                            .map(outcome -> outcome.verdict().name().toLowerCase(Locale.ROOT))
                            .orElse(unfinished),
                    cycle.outcome().map(CycleOutcome::reasons).orElse(List.of()),
                    started.parent(),
                    started.steps(),
                    started.trigger(),
                    started.at());
        }
    }

    @GET
    @Operation(summary = "Cycles of each run that goes on learning, and what its next one waits for")
    public List<RunOfCycles> all() {
        return retrainings.status().stream().map(RunOfCycles::of).toList();
    }
}
