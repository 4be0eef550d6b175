package dev.retort.contracts.event;

import dev.retort.contracts.Digest;
import dev.retort.contracts.JsonRecords;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events to and from CloudEvents in binary mode with JSON data. */
public final class EventCodec {
    private static final String JSON = "application/json";
    private static final int ID_LENGTH = 32;

    private final String source;

    /** @param service becomes the CloudEvents source {@code /retort/<service>} */
    public EventCodec(String service) {
        this.source = "/retort/" + service;
    }

    /** The event's id is a digest of its type and data, so the same fact said twice has one id. */
    public Message encode(Event event) {
        byte[] data = JsonRecords.encode(event);
        String type = EventTypes.typeOf(event.getClass());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CloudEvents.SPEC_VERSION, "1.0");
        headers.put(CloudEvents.ID, Digest.of(data).hex().substring(0, ID_LENGTH));
        headers.put(CloudEvents.TYPE, type);
        headers.put(CloudEvents.SOURCE, source);
        headers.put(CloudEvents.SUBJECT, event.key());
        headers.put(CloudEvents.CONTENT_TYPE, JSON);
        return new Message(event.topic(), event.key(), headers, data);
    }

    /** @throws MalformedMessageException if headers or data are not those of a known event; unknown JSON keys are ignored */
    public Event decode(Map<String, String> headers, byte @Nullable [] value) throws MalformedMessageException {
        String type = CloudEvents.requireType(headers, value);
        Class<? extends Event> event = EventTypes.classOf(type);
        if (event == null || value == null) {
            throw new MalformedMessageException(Reason.UNKNOWN_TYPE, "unknown event type " + type);
        }
        return JsonRecords.decode(value, event);
    }
}
