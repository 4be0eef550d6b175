package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.retort.gateway.domain.Logits;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The classification extension: for each image its likeliest classes as text, {@code value:index:label}, likeliest
 * first. In binary form each text has its length before it.
 *
 * @param texts [rows × columns]
 */
record ClassValues(List<String> texts, int rows, int columns) implements OutputValues {
    ClassValues {
        texts = List.copyOf(texts);
    }

    static ClassValues of(Logits logits, List<String> labels, int likeliest) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < logits.images(); i++) {
            int image = i;
            IntStream.range(0, logits.classes())
                    .boxed()
                    .sorted(Comparator.comparingDouble(index -> -logits.at(image, index)))
                    .limit(likeliest)
                    .forEach(index -> texts.add(logits.at(image, index) + ":" + index + ":" + labels.get(index)));
        }
        return new ClassValues(texts, logits.images(), likeliest);
    }

    @Override
    public String datatype() {
        return "BYTES";
    }

    @Override
    public int bytes() {
        return texts.stream()
                .mapToInt(text -> Integer.BYTES + utf8(text).length)
                .sum();
    }

    @Override
    public void appendTo(Buffer binary) {
        for (String text : texts) {
            byte[] bytes = utf8(text);
            binary.appendIntLE(bytes.length).appendBytes(bytes);
        }
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        for (String text : texts) {
            json.writeString(text);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
