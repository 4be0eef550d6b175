package dev.retort.kit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NeutralLocaleTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @Test
    void writesObjectKeysInTheSameDigitsOnEveryMachine() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

        NeutralLocale.apply();

        Digest digest = Digest.of("c".getBytes(StandardCharsets.UTF_8));
        assertThat(ObjectKeys.checkpoint("run", "arm", 120, digest)).contains("/000000000120/");
    }
}
