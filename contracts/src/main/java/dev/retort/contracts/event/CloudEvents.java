package dev.retort.contracts.event;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header names of CloudEvents 1.0 in Kafka's binary mode. */
public final class CloudEvents {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    public static final String CONTENT_TYPE = "content-type";

    private CloudEvents() {}

    /** The event's type, once it is sure that there is an event of a version we can read and that it has data. */
    public static String requireType(Map<String, String> headers, byte @Nullable [] value)
            throws MalformedMessageException {
        String version = require(headers, SPEC_VERSION);
        if (!version.startsWith("1.")) {
            throw new MalformedMessageException(Reason.UNKNOWN_TYPE, "CloudEvents version " + version + " is not 1.x");
        }
        if (value == null || value.length == 0) {
            throw new MalformedMessageException(Reason.NOT_PARSEABLE, "the message has no data");
        }
        return require(headers, TYPE);
    }

    private static String require(Map<String, String> headers, String name) throws MalformedMessageException {
        String value = headers.get(name);
        if (value == null) {
            throw new MalformedMessageException(Reason.MISSING_HEADER, "header " + name + " is missing");
        }
        return value;
    }
}
