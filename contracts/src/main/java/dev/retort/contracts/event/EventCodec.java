package dev.retort.contracts.event;

import dev.retort.contracts.MalformedMessageException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events to and from CloudEvents in binary mode with JSON data. */
public final class EventCodec {
    private final String source;

    /** @param service becomes the CloudEvents source {@code /retort/<service>} */
    public EventCodec(String service) {
        this.source = "/retort/" + service;
    }

    public Message encode(Event event) {
        throw new UnsupportedOperationException(source);
    }

    /** @throws MalformedMessageException if headers or data are not those of a known event; unknown JSON fields are ignored */
    public Event decode(Map<String, String> headers, byte @Nullable [] value) throws MalformedMessageException {
        throw new UnsupportedOperationException(source);
    }
}
