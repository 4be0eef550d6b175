package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.retort.gateway.domain.Logits;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** Logits [images, classes], as they are. */
record LogitValues(Logits logits) implements OutputValues {
    @Override
    public String datatype() {
        return "FP32";
    }

    @Override
    public int rows() {
        return logits.images();
    }

    @Override
    public int columns() {
        return logits.classes();
    }

    @Override
    public int bytes() {
        return rows() * columns() * Float.BYTES;
    }

    @Override
    public void appendTo(Buffer binary) {
        for (int image = 0; image < rows(); image++) {
            for (int index = 0; index < columns(); index++) {
                binary.appendIntLE(Float.floatToRawIntBits(logits.at(image, index)));
            }
        }
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        for (int image = 0; image < rows(); image++) {
            for (int index = 0; index < columns(); index++) {
                json.writeNumber(logits.at(image, index));
            }
        }
    }
}
