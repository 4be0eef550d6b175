package dev.retort.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.run.BrokerConnection;
import dev.retort.cli.run.EventFollower;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Command;
import dev.retort.contracts.event.PromotionDecided;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * @return the champion that came of it
     * @throws CommandFailure if it is refused, or not answered in time
     */
    String execute(Command command) throws InterruptedException {
        AliasAnswer answer = AliasAnswer.to(command);
        try (EventFollower log = EventFollower.fromNowOn(BrokerConnection.open(stack.kafka()))) {
            CommandLog.append(stack, command);
            Instant deadline = Instant.now().plus(PATIENCE);
            while (answer.answer().isEmpty() && Instant.now().isBefore(deadline)) {
                log.poll(POLL).forEach(answer::on);
            }
        }
        return champion(answer.answer()
                .orElseThrow(() -> CommandFailure.failed(
                        "eval-service has not answered within %d s; the command is on the log, and is carried out when it can be: ./retort leaderboard tells who is champion"
                                .formatted(PATIENCE.toSeconds()))));
    }

    private static String champion(PromotionDecided decision) {
        Digest champion = decision.candidate();
        if (!decision.movesTheAlias() || champion == null) {
            throw CommandFailure.failed("the command is refused: " + String.join("; ", decision.reasons()));
        }
        return champion.hex();
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
