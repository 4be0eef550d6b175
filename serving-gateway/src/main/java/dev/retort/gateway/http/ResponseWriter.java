package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.domain.ServedModel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the answer to an inference request: JSON, and behind it the output where the client wants it binary. */
final class ResponseWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_BYTES = 512;

    private ResponseWriter() {}

    static void send(HttpServerResponse response, InferenceRequest request, ServedModel model, Logits logits) {
        OutputValues values =
                OutputValues.of(request.output(), logits, model.manifest().classes());
        byte[] head = head(request, model, values);
        Buffer body = Buffer.buffer(head);
        if (request.output().binary()) {
            response.putHeader(BinaryTensors.HEADER_LENGTH, Integer.toString(head.length));
            values.appendTo(body);
        }
        String type = request.output().binary() ? "application/octet-stream" : "application/json";
        response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(body);
    }

    private static byte[] head(InferenceRequest request, ServedModel model, OutputValues values) {
        ByteArrayOutputStream head = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(head)) {
            json.writeStartObject();
            if (request.id() != null) {
                json.writeStringField("id", request.id());
            }
            json.writeStringField("model_name", PromotionEvent.CHAMPION);
            json.writeStringField("model_version", model.version().hex());
            json.writeArrayFieldStart("outputs");
            writeOutput(json, request, model.names().output(), values);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory that cannot be written", e);
        }
        return head.toByteArray();
    }

    private static void writeOutput(JsonGenerator json, InferenceRequest request, String name, OutputValues values)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("datatype", values.datatype());
        json.writeFieldName("shape");
        json.writeArray(new int[] {values.rows(), values.columns()}, 0, 2);
        if (request.output().binary()) {
            json.writeObjectFieldStart("parameters");
            json.writeNumberField("binary_data_size", values.bytes());
            json.writeEndObject();
        } else {
            json.writeArrayFieldStart("data");
            values.writeTo(json);
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
