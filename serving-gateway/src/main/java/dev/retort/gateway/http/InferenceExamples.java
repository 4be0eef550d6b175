package dev.retort.gateway.http;

import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.domain.TensorNames;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Puts requests into the description that the champion answers: what it takes, nobody knows before. Without one there are
 * none.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public final class InferenceExamples implements OASFilter {
    private static final String END = "/infer";

    /** Of more numbers an example would be no help. */
    private static final int GREATEST = 16 * 1024;

    @Override
    public void filterOpenAPI(OpenAPI description) {
        try (Lease lease =
                CDI.current().select(ChampionFollower.class).get().lease().orElse(null)) {
            if (lease != null && lease.model().input().size() <= GREATEST && description.getPaths() != null) {
                description.getPaths().getPathItems().forEach((path, item) -> {
                    if (path.endsWith(END)) {
                        show(item, lease.model());
                    }
                });
            }
        }
    }

    private static void show(PathItem item, ServedModel model) {
        MediaType json = item.getPOST().getRequestBody().getContent().getMediaType("application/json");
        json.setExample(request(model.input(), model.names()));
        for (Parameter parameter : item.getParameters()) {
            if (parameter.getName().equals("version")) {
                parameter.setExample(model.version().hex());
            }
        }
    }

    private static Map<String, Object> request(ImageShape shape, TensorNames names) {
        return Map.of(
                "id",
                "1",
                "inputs",
                List.of(Map.of(
                        "name",
                        names.input(),
                        "datatype",
                        "FP32",
                        "shape",
                        List.of(1, shape.channels(), shape.height(), shape.width()),
                        "data",
                        Collections.nCopies(shape.size(), 0.5))),
                "outputs",
                List.of(Map.of("name", names.output(), "parameters", Map.of("classification", 2))));
    }
}
