package dev.retort.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.local.testing.ConfigReader;
import io.smallrye.config.ConfigValidationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreConfigTest {
    @Test
    void hasDefaults() {
        StoreConfig config = ConfigReader.read(
                StoreConfig.class, Map.of("retort.store.access-key", "me", "retort.store.secret-key", "hush"));

        assertThat(config.endpoint().value()).isEqualTo("http://127.0.0.1:9000");
        assertThat(config.bucket().value()).isEqualTo("retort");
        assertThat(config.region()).isEqualTo("us-east-1");
        assertThat(config.trustedCertificates()).isEmpty();
    }

    @Test
    void readsEveryKey() {
        StoreConfig config = ConfigReader.read(
                StoreConfig.class,
                Map.of(
                        "retort.store.endpoint", "http://store:1",
                        "retort.store.access-key", "me",
                        "retort.store.secret-key", "hush",
                        "retort.store.bucket", "pail",
                        "retort.store.region", "eu-central-1",
                        "retort.store.trusted-certificates", "/run/secrets/store-ca.pem"));

        assertThat(config.endpoint().value()).isEqualTo("http://store:1");
        assertThat(config.accessKey()).isEqualTo("me");
        assertThat(config.secretKey()).isEqualTo("hush");
        assertThat(config.bucket().value()).isEqualTo("pail");
        assertThat(config.region()).isEqualTo("eu-central-1");
        assertThat(config.trustedCertificates()).contains(Path.of("/run/secrets/store-ca.pem"));
    }

    @Test
    void doesNotGuessKeys() {
        assertThatThrownBy(() -> ConfigReader.read(StoreConfig.class, Map.of("retort.store.access-key", "me")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("retort.store.secret-key");
    }

    @Test
    void saysWhichAddressCannotBeAndWhatCan() {
        assertThatThrownBy(() -> ConfigReader.read(
                        StoreConfig.class,
                        Map.of(
                                "retort.store.access-key", "me",
                                "retort.store.secret-key", "hush",
                                "retort.store.endpoint", "store:9000")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("retort.store.endpoint")
                .hasMessageContaining("'store:9000' is no address of a store")
                .hasMessageContaining("neither http:// nor https://");
    }

    @Test
    void saysWhichBucketCannotBeAndWhatCan() {
        assertThatThrownBy(() -> ConfigReader.read(
                        StoreConfig.class,
                        Map.of(
                                "retort.store.access-key", "me",
                                "retort.store.secret-key", "hush",
                                "retort.store.bucket", "My_Pail")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("retort.store.bucket")
                .hasMessageContaining("'My_Pail' is no name for a bucket")
                .hasMessageContaining("3 to 63 of a-z, 0-9");
    }
}
