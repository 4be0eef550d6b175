package dev.retort.gateway.http;

import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.domain.Images;
import java.nio.ByteBuffer;

/** What follows the JSON of a request: the input as floats, little-endian, row-major. */
final class BinaryTensors {
    /** Header of requests and answers: how many bytes of the body are JSON. */
    static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    private final ByteBuffer bytes;
    private final ImageShape shape;

    BinaryTensors(ByteBuffer bytes, ImageShape shape) {
        this.bytes = bytes;
        this.shape = shape;
    }

    /** @throws ApiException if the bytes are no whole number of images */
    long wholeImages() {
        long image = (long) shape.size() * Float.BYTES;
        if (bytes.remaining() % image != 0) {
            throw ApiException.badRequest(
                    "%,d bytes are no whole number of images of %,d".formatted(bytes.remaining(), image));
        }
        return bytes.remaining() / image;
    }

    /** @param stated bytes of the tensor, as its {@code binary_data_size} says */
    Images images(int count, long stated) {
        long expected = (long) count * shape.size() * Float.BYTES;
        if (stated != expected) {
            throw ApiException.badRequest(
                    "'binary_data_size' is %,d, FP32 of this shape has %,d bytes".formatted(stated, expected));
        }
        if (bytes.remaining() != expected) {
            throw ApiException.badRequest("%,d bytes follow the JSON, its 'binary_data_size' says %,d"
                    .formatted(bytes.remaining(), expected));
        }
        return images(count);
    }

    Images images(int count) {
        return Images.of(bytes, count);
    }

    /** @throws ApiException if bytes follow that no tensor claims */
    void requireNone() {
        if (bytes.hasRemaining()) {
            throw ApiException.badRequest(
                    "%,d bytes follow the JSON, and no input has a 'binary_data_size'".formatted(bytes.remaining()));
        }
    }
}
