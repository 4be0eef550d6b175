package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    @Test
    void isWhatTheClientSays() {
        assertThat(RequestId.of(Optional.of("order-7/a")).text()).isEqualTo("order-7/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "größer", "a\r\nSet-Cookie: b=c"})
    void isTheSameForTheSameNameThatFitsNoHeader(String said) {
        RequestId id = RequestId.of(said);

        assertThat(id).isEqualTo(RequestId.of(said));
        assertThat(id.text()).matches("[0-9a-f-]{36}");
    }

    @Test
    void isShortWhateverTheClientSays() {
        assertThat(RequestId.of("x".repeat(128)).text()).hasSize(128);
        assertThat(RequestId.of("x".repeat(129)).text()).hasSize(36);
    }

    @Test
    void isAnotherOneForEachRequestWithoutAName() {
        assertThat(RequestId.of(Optional.empty())).isNotEqualTo(RequestId.of(Optional.empty()));
    }
}
