package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.Arrays;

/**
 * The numbers of a tensor, row-major. Nested arrays are read as if they were flat; straight from the parser, so that a
 * request takes as much memory as it has numbers, whatever its shape says.
 */
@JsonDeserialize(using = TensorData.Reader.class)
final class TensorData {
    private final float[] values;

    private TensorData(float[] values) {
        this.values = values;
    }

    /** @param values the array itself is kept */
    static TensorData of(float[] values) {
        return new TensorData(values);
    }

    int count() {
        return values.length;
    }

    /** The array itself. */
    float[] values() {
        return values;
    }

    /** Attribute of the reader: an Integer, the most numbers that are read. */
    static final String GREATEST = "greatest";

    /** Refuses what is not a number, or none that a float can hold. */
    static final class Reader extends StdDeserializer<TensorData> {
        private static final long serialVersionUID = 1L;

        /** One image of 32 × 32. */
        private static final int FIRST_CAPACITY = 3 * 32 * 32;

        Reader() {
            super(TensorData.class);
        }

        @Override
        public TensorData deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw JsonMappingException.from(parser, "'data' is no array");
            }
            int greatest = (Integer) context.getAttribute(GREATEST);
            float[] values = new float[Math.min(greatest, FIRST_CAPACITY)];
            int count = 0;
            for (int depth = 1; depth > 0; ) {
                JsonToken token = parser.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    depth++;
                } else if (token == JsonToken.END_ARRAY) {
                    depth--;
                } else {
                    values = count < values.length ? values : grown(parser, values, greatest);
                    values[count++] = number(parser, token);
                }
            }
            return new TensorData(Arrays.copyOf(values, count));
        }

        private static float[] grown(JsonParser parser, float[] values, int greatest) throws IOException {
            if (values.length == greatest) {
                throw JsonMappingException.from(parser, "'data' holds more than the allowed " + greatest + " numbers");
            }
            return Arrays.copyOf(values, (int) Math.min(greatest, 2L * values.length));
        }

        private static float number(JsonParser parser, JsonToken token) throws IOException {
            if (token == null || !token.isNumeric()) {
                throw JsonMappingException.from(parser, "'data' holds " + parser.getText() + ", which is no number");
            }
            float value = parser.getFloatValue();
            if (!Float.isFinite(value)) {
                throw JsonMappingException.from(parser, "'data' holds a number that is no finite float");
            }
            return value;
        }
    }
}
