package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.cli.stack.Service;
import dev.retort.contracts.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersIT extends OnContainers {
    private static final List<String> EVERY_SERVICE =
            Arrays.stream(Service.values()).map(Service::module).toList();

    @ParameterizedTest
    @ValueSource(
            strings = {Topics.COMMANDS, Topics.PROGRESS, Topics.CHECKPOINTS, Topics.EVALUATIONS, Topics.PROMOTIONS})
    void everyServicePutsAsideWhatItCannotReadAndLivesOn(String topic) {
        String key = log.sendGarbage(topic);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(log.deadLetters(topic).get(key)).containsExactlyInAnyOrderElementsOf(EVERY_SERVICE));
        services.awaitUp();
    }
}
