package dev.retort.cli.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a service says about itself. */
public sealed interface Readiness {
    /** The gateway's check. */
    String CHAMPION = "champion";

    /** It can do its work. */
    record Ready() implements Readiness {}

    /** It runs, and says what it waits for. */
    record NotReady(List<Cause> causes) implements Readiness {
        public NotReady {
            causes = List.copyOf(causes);
        }
    }

    /**
     * A check that is down.
     *
     * @param details may be empty
     */
    record Cause(String check, String details) {
        @Override
        public String toString() {
            return details.isEmpty() ? check : "%s (%s)".formatted(check, details);
        }
    }

    /** It does not answer yet, or no longer. */
    record Silent(String why) implements Readiness {}

    /** In words. */
    default String words() {
        return switch (this) {
            case Ready() -> "ready";
            case NotReady(List<Cause> causes) ->
                "not ready: " + causes.stream().map(Cause::toString).collect(Collectors.joining("; "));
            case Silent(String why) -> "does not answer (" + why + ")";
        };
    }

    /** Whether it runs and lacks nothing but a model to serve, which only a run brings. */
    default boolean isUp() {
        return switch (this) {
            case Ready() -> true;
            case NotReady(List<Cause> causes) ->
                causes.stream().allMatch(cause -> cause.check().equals(CHAMPION));
            case Silent silent -> false;
        };
    }

    static Readiness ask(URI service) throws InterruptedException {
        try {
            HttpAnswer answer = HttpCalls.get(service.resolve("/q/health/ready"));
            return answer.status() == 200 ? new Ready() : new NotReady(causes(answer.json()));
        } catch (ConnectException e) {
            return new Silent("it does not listen yet");
        } catch (IOException e) {
            return new Silent(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    private static List<Cause> causes(JsonNode health) {
        List<Cause> causes = new ArrayList<>();
        for (JsonNode check : health.path("checks")) {
            if (!check.path("status").asText().equals("UP")) {
                List<String> data = new ArrayList<>();
                check.path("data").forEachEntry((key, value) -> data.add(key + " " + value.asText()));
                causes.add(new Cause(check.path("name").asText(), String.join(", ", data)));
            }
        }
        return causes.isEmpty() ? List.of(new Cause("it does not say why", "")) : causes;
    }
}
