package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Topics;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TransferSetCompleted;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TeacherServiceIT extends OnContainers {
    @Test
    void trainsATeacherAndWritesEveryBatchOnceAndInSequence() throws Exception {
        FinishedRun finished = FinishedRun.shared(log);

        assertThat(log.all(StartRun.class)).extracting(StartRun::run).contains(finished.run());
        assertThat(log.all(TeacherTrained.class))
                .filteredOn(e -> e.run().equals(finished.run()))
                .hasSize(1);
        assertThat(log.all(TransferSetCompleted.class))
                .filteredOn(e -> e.run().equals(finished.run()))
                .hasSize(1);
        assertThat(log.all(PhaseProgressed.class)).isNotEmpty();
        assertThat(log.batches(finished.set()))
                .extracting(SoftTargetBatch::firstSequence)
                .containsExactlyElementsOf(LongStream.range(0, finished.set().batches())
                        .mapToObj(batch -> batch * finished.set().batchSize())
                        .toList());
    }

    @Test
    void makesTheTopicsThatAreMissingAndKeepsWhatIsOnThem() throws Exception {
        FinishedRun finished = FinishedRun.shared(log);
        String softTargets = Topics.softTargets(finished.set().id());

        Map<String, String> policies = Map.of(
                Topics.COMMANDS,
                "delete",
                Topics.PROGRESS,
                "delete",
                Topics.CHECKPOINTS,
                "delete",
                Topics.EVALUATIONS,
                "delete",
                Topics.PROMOTIONS,
                "compact",
                softTargets,
                "delete",
                Topics.deadLetters(softTargets),
                "compact",
                Topics.deadLetters(Topics.COMMANDS),
                "compact");
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", Containers.shared().kafkaOfTests()))) {
            List<ConfigResource> topics = policies.keySet().stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList();
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(topics).all().get();

            configs.forEach((topic, config) -> {
                String policy = config.get("cleanup.policy").value();
                assertThat(policy).as(topic.name()).isEqualTo(policies.get(topic.name()));
                if (policy.equals("delete")) {
                    assertThat(config.get("retention.ms").value())
                            .as(topic.name())
                            .isEqualTo("-1");
                }
            });
        }
    }

    @Test
    void labelsAgainWhatSomebodyDeleted() throws Exception {
        FinishedRun finished = FinishedRun.shared(log);
        List<SoftTargetBatch> before = log.batches(finished.set());
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", Containers.shared().kafkaOfTests()))) {
            admin.deleteTopics(List.of(Topics.softTargets(finished.set().id())))
                    .all()
                    .get();
        }

        String run = services.submit(FinishedRun.experiment().replace("name: tiny", "name: tiny-again"));
        FinishedRun.await(log, run, "distilled");

        assertThat(log.batches(finished.set())).usingRecursiveComparison().isEqualTo(before);
    }
}
