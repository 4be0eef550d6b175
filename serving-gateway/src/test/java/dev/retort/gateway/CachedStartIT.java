package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.gateway.storage.DirectoryStore;
import dev.retort.kit.store.ArtefactStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A start with neither broker nor store, on a machine that served before. */
@QuarkusTest
@TestProfile(CachedStartIT.Alone.class)
@QuarkusTestResource(value = CachedStartIT.FullCache.class, restrictToAnnotatedClass = true)
class CachedStartIT {

    @Test
    void servesTheLastChampionOfItsCacheAndSaysSo() throws IOException {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get("/v2/health/ready").statusCode() == 200);

        given().contentType("image/png")
                .body(Images.png(30, 30))
                .post("/predict")
                .then()
                .statusCode(200)
                .body("modelVersion", equalTo(FullCache.version().hex()));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(containsString(FullCache.version().hex()))
                .body(containsString("the last champion of the local cache answers"));
    }

    /** Makes Quarkus start anew for this test. */
    public static class Alone implements QuarkusTestProfile {}

    /** A cache with a champion, and addresses at which nobody listens. */
    public static class FullCache implements QuarkusTestResourceLifecycleManager {
        @SuppressWarnings("NonFinalStaticField") // Quarkus makes the resource, and the test asks it
        private static Digest version = Digest.of(new byte[0]);

        static Digest version() {
            return version;
        }

        /** After the broker and the store that other tests ask Quarkus for: these addresses count. */
        @Override
        public int order() {
            return 1;
        }

        @Override
        public Map<String, String> start() {
            try {
                Path directory = Files.createTempDirectory("retort-cached");
                Path cache = directory.resolve("cache");
                ArtefactStore artefacts = new ArtefactStore(new DirectoryStore(directory.resolve("store")), cache);
                version = ModelArtefacts.publish(artefacts, 1);
                artefacts.fetch(ObjectKeys.model(version), version, ModelManifest.class);
                Files.writeString(cache.resolve("serving-gateway-champion"), version.hex());
                return Map.of(
                        "kafka.bootstrap.servers", "127.0.0.1:1",
                        "retort.store.endpoint", "http://127.0.0.1:1",
                        "retort.store.access-key", "none",
                        "retort.store.secret-key", "none-at-all",
                        "retort.cache-directory", cache.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            // Files in the temporary directory, a megabyte.
        }
    }
}
