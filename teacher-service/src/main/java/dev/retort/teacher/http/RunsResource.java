package dev.retort.teacher.http;

import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.distill.network.Networks;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Starts, shows and stops runs. */
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Runs")
public class RunsResource {
    private static final String WHO = "http";

    private final Runs runs;
    private final EventPublisher publisher;

    RunsResource(Runs runs, EventPublisher publisher) {
        this.runs = runs;
        this.publisher = publisher;
    }

    /** Why a request was refused. */
    public record Refusal(String error, List<InvalidExperimentException.Problem> problems) {}

    @POST
    @Consumes({"application/yaml", "text/yaml", "application/x-yaml", MediaType.TEXT_PLAIN})
    @Operation(
            summary = "Start a run from an experiment in YAML",
            description = "202 for a new run or one that goes on, 200 for one that is running or done, 400 with every"
                    + " problem of the YAML: line, key, and what is allowed")
    public Response start(String yaml) {
        try {
            Experiment experiment = ExperimentReader.read(yaml, Networks.names());
            String run = ExperimentReader.runId(experiment);
            Optional<RunView> known = runs.find(run);
            if (known.isPresent() && isAlive(known.get().status())) {
                return Response.ok(RunSummary.of(known.get())).build();
            }
            publisher.publish(new StartRun(run, yaml, WHO, Instant.now()));
            return Response.accepted(RunSummary.started(run, experiment.name())).build();
        } catch (InvalidExperimentException e) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(new Refusal("the experiment cannot be run as written", e.problems()))
                    .build();
        }
    }

    @GET
    @Operation(summary = "All runs, oldest first")
    public List<RunSummary> all() {
        return runs.all().stream().map(RunSummary::of).toList();
    }

    @GET
    @Path("/{run}")
    @Operation(summary = "One run")
    public Response one(@PathParam("run") String run) {
        return runs.find(run)
                .map(view -> Response.ok(RunSummary.of(view)))
                .orElseGet(() -> unknown(run))
                .build();
    }

    @DELETE
    @Path("/{run}")
    @Operation(summary = "Stop a run; its checkpoints stay, and starting it again goes on from them")
    public Response stop(@PathParam("run") String run) {
        Optional<RunView> known = runs.find(run);
        if (known.isEmpty()) {
            return unknown(run).build();
        }
        publisher.publish(new StopRun(run, "stopped over HTTP", WHO, Instant.now()));
        return Response.accepted(RunSummary.of(known.get())).build();
    }

    private static boolean isAlive(RunView.Status status) {
        return switch (status) {
            case RUNNING, DONE -> true;
            case FAILED, STOPPED -> false;
        };
    }

    private static Response.ResponseBuilder unknown(String run) {
        return Response.status(Response.Status.NOT_FOUND)
                .entity(new Refusal("there is no run " + run + "; GET /runs lists them", List.of()));
    }
}
