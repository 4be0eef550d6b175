package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which views show an image mirrored left-right. In JSON and YAML: {@code false}, {@code true}, {@code "alternate"}. */
@JsonDeserialize(using = Flip.Reader.class)
public enum Flip {
    NEVER,
    /** Each with probability ½. */
    RANDOM,
    /**
     * Every other one: by a coin for each image the even or the odd ones, so that two views in a row show it both ways
     * round (Jordan 2024, arXiv 2404.00498).
     */
    ALTERNATE;

    /** The first two are the flag that there was before the third: digests are taken of this form, and name sets and runs. */
    @JsonValue
    Object form() {
        return switch (this) {
            case NEVER -> false;
            case RANDOM -> true;
            case ALTERNATE -> "alternate";
        };
    }

    /** Takes the three forms and nothing else: no {@code "true"}, no number, no name of a constant. */
    static final class Reader extends StdDeserializer<Flip> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(Flip.class);
        }

        @Override
        public @Nullable Flip deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_FALSE -> NEVER;
                case VALUE_TRUE -> RANDOM;
                case VALUE_STRING -> named(parser.getText(), context);
                default -> (Flip) context.handleUnexpectedToken(Flip.class, parser);
            };
        }

        private static @Nullable Flip named(String text, DeserializationContext context) throws IOException {
            return text.equals(ALTERNATE.form())
                    ? ALTERNATE
                    : (Flip) context.handleWeirdStringValue(Flip.class, text, "neither true, false nor \"alternate\"");
        }
    }
}
