package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.cli.stack.Service;
import dev.retort.contracts.event.RunFailed;
import dev.retort.local.LocalBroker;
import io.minio.BucketExistsArgs;
import io.minio.MinioClient;
import io.minio.RemoveBucketArgs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresDocker
class MisconfigurationIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private LocalBroker broker;

    @BeforeEach
    void startBroker() {
        broker = LocalBroker.start(folder);
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void everyServiceLivesAndSaysThatTheStoreDoesNotKnowItsCredentials() throws Exception {
        Map<String, String> wrong = Map.of("RETORT_STORE_SECRET_KEY", "something-else");
        try (Services refused = Services.start(broker.bootstrapServers(), wrong, Service.values())) {
            for (RunningService service : refused.all()) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(service.log()).contains("retort.store.access-key"));
                await().atMost(PATIENCE).ignoreExceptions().until(service::isLive);
            }
            assertThat(refused.the(Service.TEACHER).readiness().words())
                    .contains("not ready")
                    .contains("object store")
                    .contains("retort.store.access-key");
        }
    }

    @Test
    void makesTheBucketThatIsMissingAndFailsARunClearlyWhenItIsTakenAway() throws Exception {
        String bucket = "retort-of-its-own";
        MinioClient store = Containers.shared().storeOfTests();
        try (Services teacher = Services.start(
                        broker.bootstrapServers(), Map.of("RETORT_STORE_BUCKET", bucket), Service.TEACHER);
                RunLog log = new RunLog(broker.bootstrapServers())) {
            teacher.awaitUp();
            assertThat(store.bucketExists(
                            BucketExistsArgs.builder().bucket(bucket).build()))
                    .isTrue();

            store.removeBucket(RemoveBucketArgs.builder().bucket(bucket).build());

            assertThat(teacher.the(Service.TEACHER).readiness().words())
                    .contains("object store")
                    .contains(bucket);
            String run = teacher.submit(FinishedRun.experiment());
            RunFailed failed =
                    log.await(RunFailed.class, failure -> failure.run().equals(run));
            assertThat(failed.code()).isEqualTo("store-refused");
            assertThat(failed.reason()).contains(bucket).contains("retort.store");
        }
    }
}
