package dev.retort.teacher.http;

import dev.retort.contracts.Digest;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.store.StoreRefusedException;
import dev.retort.kit.store.StoreUnavailableException;
import dev.retort.teacher.app.SampleIntake;
import dev.retort.teacher.app.SampleIntake.RefusedException;
import dev.retort.teacher.app.SampleIntake.Upload;
import dev.retort.teacher.app.SampleIntake.Way;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Takes new images for continuous training. */
@Path("/samples")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Samples")
public class SamplesResource {
    private static final int GREATEST_IMAGES = 256;

    private final SampleIntake intake;

    SamplesResource(SampleIntake intake) {
        this.intake = intake;
    }

    /** @param samples content digest of each image, in the order in which they were sent */
    public record Accepted(List<Digest> samples) {}

    /** Why nothing was taken. */
    public record Refusal(String error) {}

    @POST
    @Consumes({"image/png", "image/jpeg", "image/webp", MediaType.APPLICATION_OCTET_STREAM})
    @Operation(
            summary = "Send one image",
            description =
                    "PNG, JPEG or WebP of any size; label is a number, where it is known; pixels is inline, or by-key to"
                            + " put them into the store and only their digest on the log. 202 when it is on the log, 400"
                            + " for one that cannot be used, 409 if no run takes samples, 503 while store or broker are away")
    public Response one(
            byte[] image,
            @QueryParam("source") @DefaultValue("http") String source,
            @QueryParam("label") @Nullable String label,
            @QueryParam("pixels") @DefaultValue("inline") String pixels) {
        try {
            return send(source, pixels, List.of(new Upload(image, label(label))));
        } catch (NumberFormatException e) {
            return refuse(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary = "Send several images",
            description =
                    "as fields 'image' of a form; fields 'label', if there are any, are as many as images and may be"
                            + " empty. All are taken or none")
    public Response many(
            @RestForm("image") List<FileUpload> images,
            @RestForm("label") List<String> labels,
            @QueryParam("source") @DefaultValue("http") String source,
            @QueryParam("pixels") @DefaultValue("inline") String pixels)
            throws IOException {
        if (images == null || images.isEmpty() || images.size() > GREATEST_IMAGES) {
            return refuse(
                    Response.Status.BAD_REQUEST, "send 1 to %d files as fields 'image'".formatted(GREATEST_IMAGES));
        }
        boolean labelled = labels != null && !labels.isEmpty();
        if (labelled && labels.size() != images.size()) {
            return refuse(
                    Response.Status.BAD_REQUEST,
                    "%d labels for %d images: send one each, empty where it is not known"
                            .formatted(labels.size(), images.size()));
        }
        try {
            List<Upload> uploads = new ArrayList<>();
            for (int i = 0; i < images.size(); i++) {
                byte[] file = Files.readAllBytes(images.get(i).uploadedFile());
                uploads.add(new Upload(file, labelled ? label(labels.get(i)) : null));
            }
            return send(source, pixels, uploads);
        } catch (NumberFormatException e) {
            return refuse(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Response send(String source, String pixels, List<Upload> uploads) {
        Optional<Way> way = way(pixels);
        if (way.isEmpty()) {
            return refuse(
                    Response.Status.BAD_REQUEST, "pixels is '%s': inline or by-key are allowed".formatted(pixels));
        }
        try {
            return Response.accepted(new Accepted(intake.send(source, way.get(), uploads)))
                    .build();
        } catch (StoreUnavailableException | StoreRefusedException | BrokerUnavailableException e) {
            return refuse(Response.Status.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            return refuse(
                    e.closed() ? Response.Status.CONFLICT : Response.Status.BAD_REQUEST,
                    String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Way> way(String pixels) {
        return switch (pixels) {
            case "inline" -> Optional.of(Way.INLINE);
            case "by-key" -> Optional.of(Way.BY_KEY);
            default -> Optional.empty();
        };
    }

    private static @Nullable Integer label(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new NumberFormatException("label '%s' is no number".formatted(text));
        }
    }

    private static Response refuse(Response.Status status, String why) {
        return Response.status(status).entity(new Refusal(why)).build();
    }
}
