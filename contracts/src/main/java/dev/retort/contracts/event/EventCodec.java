package dev.retort.contracts.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.retort.contracts.Digest;
import dev.retort.contracts.Json;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
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
        byte[] data = toJson(event);
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
        try {
            Event decoded = Json.MAPPER.readValue(value, event);
            requireComplete(decoded);
            return decoded;
        } catch (JsonMappingException e) {
            throw new MalformedMessageException(Reason.WRONG_SHAPE, type + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MalformedMessageException(Reason.NOT_PARSEABLE, type + " is no JSON: " + e.getMessage(), e);
        }
    }

    private static void requireComplete(@Nullable Event event) throws MalformedMessageException {
        if (event == null) {
            throw new MalformedMessageException(Reason.WRONG_SHAPE, "the data is JSON null");
        }
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!optional && valueOf(component, event) == null) {
                throw new MalformedMessageException(
                        Reason.WRONG_SHAPE, event.getClass().getSimpleName() + " lacks " + component.getName());
            }
        }
    }

    private static @Nullable Object valueOf(RecordComponent component, Event event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's accessor is public: " + component, e);
        }
    }

    private static byte[] toJson(Event event) {
        try {
            return Json.MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that has no JSON form: " + event, e);
        }
    }
}
