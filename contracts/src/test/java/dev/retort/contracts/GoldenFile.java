package dev.retort.contracts;

import dev.retort.contracts.event.CloudEvents;
import dev.retort.contracts.event.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Messages as text under {@code src/test/resources/golden}: topic, key and each header on a line of its own, an empty line,
 * the data; Protobuf data in hexadecimal. A golden file is never changed: it stands for messages that are on logs.
 */
public final class GoldenFile {
    private static final int HEX_LINE = 96;

    private GoldenFile() {}

    public static Optional<String> text(String name) {
        try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Message message(String name) {
        String text = text(name).orElseThrow();
        int end = text.indexOf("\n\n");
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : text.substring(0, end).split("\n", -1)) {
            int colon = line.indexOf(": ");
            lines.put(line.substring(0, colon), line.substring(colon + 2));
        }
        String topic = Objects.requireNonNull(lines.remove("topic"));
        String key = Objects.requireNonNull(lines.remove("key"));
        String data = text.substring(end + 2);
        byte[] value = isBinary(lines)
                ? HexFormat.of().parseHex(data.replace("\n", ""))
                : data.getBytes(StandardCharsets.UTF_8);
        return new Message(topic, key, lines, value);
    }

    /** What the file of this message must hold. */
    public static String of(Message message) {
        String headers = message.headers().entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
        String data = isBinary(message.headers())
                ? HexFormat.of().formatHex(message.value()).replaceAll("(.{" + HEX_LINE + "})(?!$)", "$1\n")
                : new String(message.value(), StandardCharsets.UTF_8);
        return "topic: %s\nkey: %s\n%s\n\n%s".formatted(message.topic(), message.key(), headers, data);
    }

    private static boolean isBinary(Map<String, String> headers) {
        return "application/protobuf".equals(headers.get(CloudEvents.CONTENT_TYPE));
    }
}
