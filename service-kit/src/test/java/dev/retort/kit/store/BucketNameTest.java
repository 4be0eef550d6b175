package dev.retort.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.minio.BucketExistsArgs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketNameTest {
    private static final String SIXTY_THREE = "0123456789-0123456789-0123456789-0123456789-0123456789-01234567";

    @ParameterizedTest
    @ValueSource(
            strings = {"retort", "b-1", "a.b", "my.bucket.of-images", "1.2.3", "1.2.3.4.5", "a.2.3.4", SIXTY_THREE})
    void takesWhatTheClientOfTheStoreTakes(String name) {
        assertThat(new BucketName(name).value()).isEqualTo(name);
        assertThatNoException().isThrownBy(() -> BucketExistsArgs.builder().bucket(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                SIXTY_THREE + "8",
                "Retort",
                "my_bucket",
                "my bucket",
                "-retort",
                "retort-",
                ".retort",
                "retort.",
                "a..b",
                "a.-b",
                "a-.b",
                "a/b",
                "käse",
                "192.168.5.4"
            })
    void refusesWhatTheClientOfTheStoreRefuses(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BucketName(name))
                .withMessageContaining("'" + name + "' is no name for a bucket")
                .withMessageContaining("3 to 63 of a-z, 0-9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BucketExistsArgs.builder().bucket(name));
    }
}
