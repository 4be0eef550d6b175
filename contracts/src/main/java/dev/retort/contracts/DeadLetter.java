package dev.retort.contracts;

import dev.retort.contracts.event.Message;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What could not be read, put aside: value and headers as they were, and the reason in headers of its own. The key is the
 * place of the original, so that a compacted dead-letter topic holds each once however often the log is read.
 */
public final class DeadLetter {
    public static final String REASON = "retort-dlq-reason";
    public static final String MESSAGE = "retort-dlq-message";
    public static final String TOPIC = "retort-dlq-topic";
    public static final String PARTITION = "retort-dlq-partition";
    public static final String OFFSET = "retort-dlq-offset";
    public static final String SERVICE = "retort-dlq-service";

    private DeadLetter() {}

    /** The message for {@code Topics.deadLetters(topic)}; a null value becomes an empty one. */
    public static Message of(
            String service,
            String topic,
            int partition,
            long offset,
            Map<String, String> headers,
            byte @Nullable [] value,
            MalformedMessageException why) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(REASON, why.reason().name());
        all.put(MESSAGE, String.valueOf(why.getMessage()));
        all.put(TOPIC, topic);
        all.put(PARTITION, String.valueOf(partition));
        all.put(OFFSET, String.valueOf(offset));
        all.put(SERVICE, service);
        String key = "%s-%d-%d".formatted(topic, partition, offset);
        return new Message(Topics.deadLetters(topic), key, all, value == null ? new byte[0] : value);
    }

    /**
     * A message that can be read, but not followed.
     *
     * @param key names what is wrong with it, so that the dead-letter topic holds each once
     */
    public static Message of(String service, Message message, String key, MalformedMessageException why) {
        Map<String, String> all = new TreeMap<>(message.headers());
        all.put(REASON, why.reason().name());
        all.put(MESSAGE, String.valueOf(why.getMessage()));
        all.put(TOPIC, message.topic());
        all.put(SERVICE, service);
        return new Message(Topics.deadLetters(message.topic()), key, all, message.value());
    }
}
