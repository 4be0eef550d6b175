package dev.retort.gateway.http;

import dev.retort.contracts.Digest;
import dev.retort.distill.data.ImageDecoder;
import dev.retort.distill.data.UnreadableImageException;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.domain.Softmax;
import dev.retort.gateway.domain.Softmax.Prediction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** An image in, its classes out. */
@Path("/predict")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Predict")
@APIResponse(
        responseCode = "200",
        description = "Classes, likeliest first",
        content =
                @Content(
                        schema = @Schema(implementation = PredictResource.Answer.class),
                        example = PredictResource.EXAMPLE))
@APIResponse(
        responseCode = "400",
        description = "No image, or k is no count",
        content = @Content(example = "{\"error\": \"k is 0: ask for at least one class\"}"))
@APIResponse(responseCode = "413", description = "The image is too large")
@APIResponse(responseCode = "415", description = "Neither PNG nor JPEG")
@APIResponse(responseCode = "422", description = "A damaged image")
@APIResponse(responseCode = "503", description = "No model answers yet; Retry-After says when to ask again")
public class PredictResource {
    static final String EXAMPLE = """
            {"modelVersion": "3f1c…", "predictions": [{"label": "disc", "probability": 0.93}], "milliseconds": 0.8}
            """;

    private static final double MILLISECOND = 1e6;

    private final ChampionFollower champion;
    private final long greatestPixels;
    private final Timer timer;

    PredictResource(ChampionFollower champion, GatewayConfig config, MeterRegistry metrics) {
        this.champion = champion;
        this.greatestPixels = config.greatestImagePixels();
        this.timer = Timer.builder("retort.gateway.predict")
                .description("From the image's bytes to its classes")
                .publishPercentileHistogram()
                .register(metrics);
    }

    /**
     * An image's classes.
     *
     * @param milliseconds from the image's bytes to its classes; what the wire takes comes on top
     */
    public record Answer(Digest modelVersion, List<Prediction> predictions, double milliseconds) {}

    @POST
    @Consumes({"image/*", MediaType.APPLICATION_OCTET_STREAM})
    @Operation(summary = "Classify an image: PNG or JPEG, any size, as the body")
    public Answer predict(byte @Nullable [] image, @QueryParam("k") @DefaultValue("5") String k) {
        return answer(image, k);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = "Classify an image: PNG or JPEG, any size, as form field 'image'")
    public Answer predict(@RestForm("image") @Nullable FileUpload image, @QueryParam("k") @DefaultValue("5") String k) {
        if (image == null) {
            throw ApiException.badRequest("the form has no file in field 'image': send it as -F image=@FILE");
        }
        return answer(read(image), k);
    }

    private Answer answer(byte @Nullable [] image, String k) {
        int classes = count(k);
        if (image == null || image.length == 0) {
            throw ApiException.badRequest("the body is empty: send a PNG or JPEG image");
        }
        try (Lease lease = champion.lease().orElseThrow(() -> ApiException.unavailable(champion.absence()))) {
            long start = System.nanoTime();
            ServedModel model = lease.model();
            float[] logits = model.logits(Pixels.scaled(decode(image, model)), 1);
            List<Prediction> top = Softmax.top(logits, model.manifest().classes(), classes);
            long nanos = System.nanoTime() - start;
            timer.record(nanos, TimeUnit.NANOSECONDS);
            return new Answer(model.version(), top, nanos / MILLISECOND);
        }
    }

    private static byte[] read(FileUpload image) {
        try {
            return Files.readAllBytes(image.uploadedFile());
        } catch (IOException e) {
            throw new UncheckedIOException("an upload that was just written cannot be read", e);
        }
    }

    private static int count(String k) {
        try {
            int count = Integer.parseInt(k);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below, with the others.
        }
        throw ApiException.badRequest("k is " + k + ": ask for a number of classes, at least one");
    }

    private byte[] decode(byte[] image, ServedModel model) {
        try {
            return new ImageDecoder(model.input(), greatestPixels).decode(image);
        } catch (UnreadableImageException e) {
            throw new ApiException(Pixels.statusOf(e.reason()), String.valueOf(e.getMessage()));
        }
    }
}
