package dev.retort.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    /** FIPS 180-4, the one-block example. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final byte[] ABC = "abc".getBytes(StandardCharsets.UTF_8);

    @Test
    void isSha256() {
        assertThat(Digest.of(ABC)).isEqualTo(new Digest(OF_ABC)).hasToString(OF_ABC);
        assertThat(Digest.of(ABC).abbreviated()).isEqualTo("ba7816bf8f01");
    }

    @Test
    void isTheSameOfAFileAsOfItsBytes(@TempDir Path directory) throws IOException {
        assertThat(Digest.ofFile(Files.write(directory.resolve("abc"), ABC))).isEqualTo(Digest.of(ABC));
        assertThat(Digest.ofFile(Files.createFile(directory.resolve("empty")))).isEqualTo(Digest.of(new byte[0]));
    }

    @Test
    void comesBackFromItsRawBytes() {
        assertThat(Digest.of(ABC).toBytes()).hasSize(32);
        assertThat(Digest.ofRaw(Digest.of(ABC).toBytes())).isEqualTo(Digest.of(ABC));
        assertThatThrownBy(() -> Digest.ofRaw(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    /** One name for one value: another spelling would be another name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ba7816bf8f01",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
                "../816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0"
            })
    void refusesWhatIsNoDigest(String hex) {
        assertThatThrownBy(() -> new Digest(hex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + hex + "'");
    }
}
