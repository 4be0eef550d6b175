package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a list of which nobody needs more than a few elements, so that a request takes no more memory than its bytes. */
abstract class ShortList<T> extends StdDeserializer<List<@Nullable T>> {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 16;

    private final Class<T> type;

    private ShortList(Class<T> type) {
        super(List.class);
        this.type = type;
    }

    @Override
    public List<@Nullable T> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw JsonMappingException.from(parser, "expected an array, found " + parser.currentToken());
        }
        List<@Nullable T> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == MOST) {
                throw JsonMappingException.from(parser, "an array of more than " + MOST);
            }
            elements.add(parser.currentToken() == JsonToken.VALUE_NULL ? null : context.readValue(parser, type));
        }
        return elements;
    }

    /** Of {@code inputs}. */
    static final class OfInputs extends ShortList<Inference.InputTensor> {
        private static final long serialVersionUID = 1L;

        OfInputs() {
            super(Inference.InputTensor.class);
        }
    }

    /** Of {@code outputs}. */
    static final class OfOutputs extends ShortList<Inference.RequestedOutput> {
        private static final long serialVersionUID = 1L;

        OfOutputs() {
            super(Inference.RequestedOutput.class);
        }
    }

    /** Of {@code shape}. */
    static final class OfSizes extends ShortList<Long> {
        private static final long serialVersionUID = 1L;

        OfSizes() {
            super(Long.class);
        }
    }
}
