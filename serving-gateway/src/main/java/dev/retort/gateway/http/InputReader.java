package dev.retort.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.distill.network.ImageShape;
import java.util.List;

/** Reads the input tensor of a request, and refuses what is not one with the reason. */
final class InputReader {
    private final ImageShape shape;
    private final int greatestBatch;

    InputReader(ImageShape shape, int greatestBatch) {
        this.shape = shape;
        this.greatestBatch = greatestBatch;
    }

    /** Images of one request. */
    static final class Images {
        private final int count;
        private final float[] pixels;

        Images(int count, float[] pixels) {
            this.count = count;
            this.pixels = pixels;
        }

        int count() {
            return count;
        }

        /** [count × channels × height × width], the array itself. */
        float[] pixels() {
            return pixels;
        }
    }

    Images read(Inference.Request request) {
        List<Inference.InputTensor> inputs = request.inputs();
        if (inputs == null || inputs.size() != 1 || inputs.getFirst() == null) {
            throw ApiException.badRequest("expected one input tensor, named 'input'");
        }
        Inference.InputTensor input = inputs.getFirst();
        if (!"input".equals(input.name())) {
            throw ApiException.badRequest("unknown input '" + input.name() + "': the model's is 'input'");
        }
        if (!"FP32".equals(input.datatype())) {
            throw ApiException.badRequest("datatype of 'input' is " + input.datatype() + ", the model takes FP32");
        }
        int images = images(input.shape());
        JsonNode data = input.data();
        if (data == null || !data.isArray()) {
            throw ApiException.badRequest("'input' has no array 'data'");
        }
        float[] pixels = new float[images * shape.size()];
        int filled = fill(data, pixels, 0, 0);
        if (filled != pixels.length) {
            throw ApiException.badRequest(
                    "'data' holds %d numbers, the shape says %d".formatted(filled, pixels.length));
        }
        return new Images(images, pixels);
    }

    private int images(@org.jspecify.annotations.Nullable List<Long> dimensions) {
        List<Long> image = List.of((long) shape.channels(), (long) shape.height(), (long) shape.width());
        if (dimensions == null || dimensions.size() != 4 || !image.equals(dimensions.subList(1, 4))) {
            throw ApiException.badRequest("shape of 'input' is %s, the model takes [n, %d, %d, %d]"
                    .formatted(dimensions, shape.channels(), shape.height(), shape.width()));
        }
        Long images = dimensions.getFirst();
        if (images == null || images < 1 || images > greatestBatch) {
            throw ApiException.badRequest("%d images: 1 to %d are allowed".formatted(images, greatestBatch));
        }
        return images.intValue();
    }

    private static int fill(JsonNode node, float[] pixels, int at, int depth) {
        int next = at;
        for (JsonNode item : node) {
            if (item.isArray() && depth < 3) {
                next = fill(item, pixels, next, depth + 1);
            } else if (item.isNumber() && Float.isFinite(item.floatValue())) {
                if (next >= pixels.length) {
                    throw ApiException.badRequest("'data' holds more numbers than the shape says: " + pixels.length);
                }
                pixels[next++] = item.floatValue();
            } else {
                throw ApiException.badRequest("'data' holds something that is no finite number");
            }
        }
        return next;
    }
}
