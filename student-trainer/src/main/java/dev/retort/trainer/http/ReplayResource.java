package dev.retort.trainer.http;

import dev.retort.contracts.Digest;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.ObjectMissingException;
import dev.retort.trainer.app.Replays;
import dev.retort.trainer.domain.Replay;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A student trained again from what its checkpoint names. */
@Path("/replays/{checkpoint}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ReplayResource {
    private final Replays replays;

    ReplayResource(Replays replays) {
        this.replays = replays;
    }

    /**
     * @param state {@code running}, {@code agrees}, {@code differs} or {@code failed}
     * @param done steps
     * @param differences between then and now which bits may differ for
     * @param reasons what is not the same, or why it failed
     */
    public record Answer(
            Digest checkpoint,
            String run,
            String arm,
            long steps,
            long done,
            String state,
            List<String> differences,
            List<String> reasons) {
        static Answer of(Replay replay) {
            return switch (replay.state()) {
                case Replay.Running(long done) -> of(replay, done, "running", List.of());
                case Replay.Agrees agrees -> of(replay, replay.steps(), "agrees", List.of());
                case Replay.Differs(List<String> reasons) -> of(replay, replay.steps(), "differs", reasons);
                case Replay.Failed(String reason) -> of(replay, 0, "failed", List.of(reason));
            };
        }

        private static Answer of(Replay replay, long done, String state, List<String> reasons) {
            return new Answer(
                    replay.checkpoint(),
                    replay.run(),
                    replay.arm(),
                    replay.steps(),
                    done,
                    state,
                    replay.differences(),
                    reasons);
        }
    }

    /** Why a request was refused. */
    public record Refusal(String error) {}

    @POST
    @Operation(summary = "Train the student again up to this checkpoint and compare; one at a time")
    public Answer start(@PathParam("checkpoint") String checkpoint) {
        try {
            return Answer.of(replays.start(digest(checkpoint)));
        } catch (RunFailure e) {
            Response.Status status = switch (e.code()) {
                case "replay-unknown" -> Response.Status.NOT_FOUND;
                default -> Response.Status.CONFLICT;
            };
            throw refusal(status, String.valueOf(e.getMessage()));
        } catch (ObjectMissingException | CorruptArtefactException e) {
            throw refusal(Response.Status.CONFLICT, "the checkpoint cannot be read: " + e.getMessage());
        }
    }

    @GET
    @Operation(summary = "How far the latest replay of this checkpoint is, or what it came to")
    public Answer find(@PathParam("checkpoint") String checkpoint) {
        return replays.find(digest(checkpoint))
                .map(Answer::of)
                .orElseThrow(() -> refusal(Response.Status.NOT_FOUND, "the latest replay was of another checkpoint"));
    }

    private static Digest digest(String text) {
        try {
            return new Digest(text);
        } catch (IllegalArgumentException e) {
            throw refusal(Response.Status.BAD_REQUEST, "'%s' is no digest: %s".formatted(text, e.getMessage()));
        }
    }

    private static WebApplicationException refusal(Response.Status status, String error) {
        return new WebApplicationException(Response.status(status)
                .entity(new Refusal(error))
                .type(MediaType.APPLICATION_JSON)
                .build());
    }
}
