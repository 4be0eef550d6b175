package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code parameters} of a request, an input or an output: strings, whole numbers and booleans by name. */
@JsonDeserialize(using = Parameters.Reader.class)
final class Parameters {
    static final Parameters NONE = new Parameters(Map.of());

    private final Map<String, Object> values;

    private Parameters(Map<String, Object> values) {
        this.values = values;
    }

    /** @param values strings, whole numbers, booleans */
    static Parameters of(Map<String, Object> values) {
        return new Parameters(Map.copyOf(values));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** @throws ApiException if it is there and no boolean */
    boolean flag(String name, boolean otherwise) {
        return value(name, Boolean.class, "true or false").orElse(otherwise);
    }

    /** @throws ApiException if it is there and no whole number of at least 0 */
    Optional<Long> count(String name) {
        Optional<Long> count = value(name, Long.class, "a whole number");
        if (count.isPresent() && count.get() < 0) {
            throw ApiException.badRequest("parameter '" + name + "' is " + count.get() + ", which is below 0");
        }
        return count;
    }

    private <T> Optional<T> value(String name, Class<T> type, String wanted) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw ApiException.badRequest("parameter '" + name + "' is " + value + ", expected " + wanted);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    /** Refuses more than anybody needs, so that a request takes no more memory than its bytes. */
    static final class Reader extends StdDeserializer<Parameters> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 32;

        Reader() {
            super(Parameters.class);
        }

        @Override
        public Parameters deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw JsonMappingException.from(parser, "'parameters' is no object");
            }
            Map<String, Object> values = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                values.put(name, value(parser, parser.nextToken()));
                if (values.size() > MOST) {
                    throw JsonMappingException.from(parser, "more than " + MOST + " parameters");
                }
            }
            return new Parameters(values);
        }

        private static Object value(JsonParser parser, JsonToken token) throws IOException {
            return switch (token) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NUMBER_INT -> parser.getLongValue();
                case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                case VALUE_STRING -> parser.getText();
                case START_OBJECT,
                        END_OBJECT,
                        START_ARRAY,
                        END_ARRAY,
                        FIELD_NAME,
                        VALUE_NULL,
                        VALUE_EMBEDDED_OBJECT,
                        NOT_AVAILABLE ->
                    throw JsonMappingException.from(
                            parser, "parameter '" + parser.currentName() + "' is no string, number or boolean");
            };
        }
    }
}
