package dev.retort.contracts.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record on its way to or from Kafka: CloudEvents attributes as headers ({@code ce_*}, {@code content-type}), data as
 * value. Not a record type: it holds a bare array.
 */
public final class Message {
    private final String topic;
    private final String key;
    private final Map<String, String> headers;
    private final byte[] value;

    public Message(String topic, String key, Map<String, String> headers, byte[] value) {
        this.topic = topic;
        this.key = key;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.value = value;
    }

    public String topic() {
        return topic;
    }

    public String key() {
        return key;
    }

    /** In the order in which they go on the wire. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The array itself, not a copy. */
    public byte[] value() {
        return value;
    }
}
