package dev.retort.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.minio.MinioClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreEndpointTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9000",
                "https://s3.eu-central-1.amazonaws.com",
                "HTTP://store:9000",
                "http://store/",
                "http://[::1]:9000"
            })
    void takesWhatTheClientOfTheStoreTakes(String address) {
        assertThat(new StoreEndpoint(address).value()).isEqualTo(address);
        assertThatNoException()
                .isThrownBy(() -> MinioClient.builder().endpoint(address).build());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "store:9000, neither http:// nor https://",
                "127.0.0.1, neither http:// nor https://",
                "ftp://store, neither http:// nor https://",
                "\"\", neither http:// nor https://",
                "http://, Expected authority",
                "http://:9000, names no host",
                "http://my_store:9000, names no host",
                "http://store:65536, 65536 is no port",
                "http://store/retort, nothing may come behind",
                "http://store?x=1, nothing may come behind",
                "http://store#x, nothing may come behind",
                "http://two stores, Illegal character"
            })
    void refusesAnythingElseWithTheReason(String address, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoreEndpoint(address))
                .withMessageContaining("'" + address + "' is no address of a store")
                .withMessageContaining(reason)
                .withMessageContaining("http://127.0.0.1:9000");
    }

    @Test
    void tellsNobodyTheKeysThatDoNotBelongThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoreEndpoint("http://me:hush@store:9000"))
                .withMessageContaining("'http://***@store:9000'")
                .withMessageContaining("retort.store.access-key")
                .withMessageNotContaining("hush");
    }
}
