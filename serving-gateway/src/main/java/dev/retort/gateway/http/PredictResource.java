package dev.retort.gateway.http;

import dev.retort.contracts.Digest;
import dev.retort.distill.data.ImageDecoder;
import dev.retort.distill.data.UnreadableImageException;
import dev.retort.gateway.app.ChampionFollower;
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
import java.nio.file.Files;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** An image in, its classes out. */
@Path("/predict")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Predict")
public class PredictResource {
    private static final double MILLISECOND = 1e6;

    private final ChampionFollower champion;
    private final Timer timer;

    PredictResource(ChampionFollower champion, MeterRegistry metrics) {
        this.champion = champion;
        this.timer = Timer.builder("retort.gateway.predict")
                .description("From the image's bytes to its classes")
                .publishPercentileHistogram()
                .register(metrics);
    }

    /**
     * An image's classes.
     *
     * @param milliseconds from the image's bytes to its classes, the network not counted
     */
    public record Answer(Digest modelVersion, List<Prediction> predictions, double milliseconds) {}

    @POST
    @Consumes({"image/png", "image/jpeg", "image/*", MediaType.APPLICATION_OCTET_STREAM})
    @Operation(summary = "Classify an image: PNG or JPEG, any size, as the body")
    public Answer predict(byte @Nullable [] image, @QueryParam("k") @DefaultValue("5") int k) {
        return answer(image, k);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = "Classify an image: PNG or JPEG, any size, as form field 'image'")
    public Answer predict(@RestForm("image") @Nullable FileUpload image, @QueryParam("k") @DefaultValue("5") int k)
            throws IOException {
        if (image == null) {
            throw ApiException.badRequest("the form has no field 'image'");
        }
        return answer(Files.readAllBytes(image.uploadedFile()), k);
    }

    private Answer answer(byte @Nullable [] image, int k) {
        if (k < 1) {
            throw ApiException.badRequest("k is " + k + ": ask for at least one class");
        }
        if (image == null || image.length == 0) {
            throw ApiException.badRequest("the body is empty: send a PNG or JPEG image");
        }
        try (Lease lease = champion.lease().orElseThrow(ApiException::noChampion)) {
            long start = System.nanoTime();
            ServedModel model = lease.model();
            float[] logits = model.logits(Pixels.scaled(decode(image, model)), 1);
            List<Prediction> top = Softmax.top(logits, model.manifest().classes(), k);
            long nanos = System.nanoTime() - start;
            timer.record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
            return new Answer(model.version(), top, nanos / MILLISECOND);
        }
    }

    private static byte[] decode(byte[] image, ServedModel model) {
        try {
            return new ImageDecoder(model.input()).decode(image);
        } catch (UnreadableImageException e) {
            throw new ApiException(Pixels.statusOf(e.reason()), String.valueOf(e.getMessage()));
        }
    }
}
