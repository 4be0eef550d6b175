package dev.retort.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.retort.contracts.Json;

/** What a service answered. */
public record HttpAnswer(int status, String body) {
    private static final int SHOWN = 300;

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** The body as JSON; a missing node where it is none. */
    public JsonNode json() {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** For people: the reason that the service gives, or the beginning of what it sent. */
    public String reason() {
        for (String field : new String[] {"error", "message", "detail", "title", "details"}) {
            if (json().path(field).isTextual()) {
                return json().path(field).asText();
            }
        }
        return "HTTP %d %s"
                .formatted(status, body.substring(0, Math.min(SHOWN, body.length())))
                .strip();
    }
}
