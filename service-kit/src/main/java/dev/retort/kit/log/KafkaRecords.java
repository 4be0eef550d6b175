package dev.retort.kit.log;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Between Kafka's headers and those of our messages. */
public final class KafkaRecords {
    private KafkaRecords() {}

    /** As text; of headers with one name the last counts. */
    public static Map<String, String> headers(Headers headers) {
        Map<String, String> text = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                text.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return text;
    }

    public static Headers headers(Map<String, String> headers) {
        RecordHeaders kafka = new RecordHeaders();
        headers.forEach((name, value) -> kafka.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return kafka;
    }
}
