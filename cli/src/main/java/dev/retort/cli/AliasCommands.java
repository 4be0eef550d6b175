package dev.retort.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.event.Command;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts a command about the champion on the log, and waits until the evaluation service has carried it out. */
final class AliasCommands {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(250);

    private final RunningStack stack;

    AliasCommands(RunningStack stack) {
        this.stack = stack;
    }

    /** @return the full name of the one version that begins so */
    String complete(String beginning) throws InterruptedException {
        List<String> matches = new ArrayList<>();
        for (JsonNode version : leaderboard()) {
            String name = version.path("modelVersion").asText();
            if (name.startsWith(beginning) && !matches.contains(name)) {
                matches.add(name);
            }
        }
        if (matches.size() != 1) {
            throw CommandFailure.usage(
                    "%d versions begin with %s; ./retort status lists them".formatted(matches.size(), beginning));
        }
        return matches.getFirst();
    }

    /** @return the champion that came of it */
    String execute(Command command) throws InterruptedException {
        Optional<String> before = champion();
        CommandLog.append(stack, command);
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            Optional<String> now = champion();
            if (now.isPresent() && !now.equals(before)) {
                return now.get();
            }
            Thread.sleep(POLL);
        }
        throw CommandFailure.failed("the champion is still %s; the log of eval-service says why the command was refused"
                .formatted(before.orElse("none")));
    }

    private Optional<String> champion() throws InterruptedException {
        for (JsonNode version : leaderboard()) {
            if (version.path("champion").asBoolean()) {
                return Optional.of(version.path("modelVersion").asText());
            }
        }
        return Optional.empty();
    }

    private JsonNode leaderboard() throws InterruptedException {
        try {
            return HttpCalls.get(stack.address(Service.EVALUATION).resolve("/leaderboard"))
                    .json();
        } catch (IOException e) {
            throw CommandFailure.failed("eval-service does not answer: " + e.getMessage(), e);
        }
    }
}
