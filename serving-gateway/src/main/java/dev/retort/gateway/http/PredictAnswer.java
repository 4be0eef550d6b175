package dev.retort.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.retort.contracts.Digest;
import dev.retort.gateway.domain.RequestId;
import dev.retort.gateway.domain.Softmax.Prediction;
import dev.retort.gateway.http.ImageClasses.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an answer to images.
 *
 * @param predictions of the one image
 * @param images where there were several, each in its place
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PredictAnswer(
        String requestId,
        Digest modelVersion,
        @Nullable List<Prediction> predictions,
        @Nullable List<OfImage> images,
        double milliseconds) {

    /** @param status and error where the image was refused: what the answer would have been if it had come alone */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfImage(
            @Nullable List<Prediction> predictions,
            @Nullable Integer status,
            @Nullable String error) {
        static OfImage of(Result result) {
            return switch (result) {
                case Result.Classified classified -> new OfImage(classified.predictions(), null, null);
                case Result.Refused refused ->
                    new OfImage(null, refused.why().status(), refused.why().getMessage());
            };
        }
    }

    /** @param answer with one image that was not refused */
    static PredictAnswer ofOne(ImageClasses.Answer answer, RequestId id) {
        OfImage only = OfImage.of(answer.results().getFirst());
        return new PredictAnswer(id.text(), answer.modelVersion(), only.predictions(), null, answer.milliseconds());
    }

    static PredictAnswer ofSeveral(ImageClasses.Answer answer, RequestId id) {
        List<OfImage> images = answer.results().stream().map(OfImage::of).toList();
        return new PredictAnswer(id.text(), answer.modelVersion(), null, images, answer.milliseconds());
    }
}
