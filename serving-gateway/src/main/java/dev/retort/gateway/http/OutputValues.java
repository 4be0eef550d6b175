package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.http.InferenceRequest.WantedOutput;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;

/** The values of an output tensor [rows, columns], for both forms of an answer. */
sealed interface OutputValues permits LogitValues, ClassValues {
    static OutputValues of(WantedOutput wanted, Logits logits, List<String> classes) {
        return wanted.likeliest() == 0
                ? new LogitValues(logits)
                : ClassValues.of(logits, classes, Math.min(wanted.likeliest(), logits.classes()));
    }

    String datatype();

    int rows();

    int columns();

    /** In binary form. */
    int bytes();

    void appendTo(Buffer binary);

    /** The elements of an array. */
    void writeTo(JsonGenerator json) throws IOException;
}
