package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.cli.http.Gateway;
import dev.retort.cli.run.Samples;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.Digest;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingGatewayIT extends OnContainers {
    @TempDir
    Path folder;

    @Test
    void answersWithTheChampionWhateverIsPromotedThatIsNotThere() throws Exception {
        FinishedRun.shared(log);
        Path image = Samples.drawn(folder);
        Gateway gateway = new Gateway(services.the(Service.GATEWAY).at("/"));
        List<ModelPromoted> promotions = log.all(ModelPromoted.class);
        ModelPromoted champion = promotions.getLast();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(gateway.predict(image).modelVersion())
                        .isEqualTo(champion.modelVersion().toString()));

        Digest nowhere = Digest.of("nowhere".getBytes(StandardCharsets.UTF_8));
        log.send(new ModelPromoted(
                PromotionEvent.CHAMPION,
                nowhere,
                champion.modelVersion(),
                champion.run(),
                champion.arm(),
                "a test",
                Instant.now()));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(log.deadLetters(Topics.PROMOTIONS).values())
                                .anySatisfy(by -> assertThat(by).containsOnly("serving-gateway")));
        assertThat(gateway.predict(image).modelVersion())
                .isEqualTo(champion.modelVersion().toString());
        log.send(champion);
    }
}
