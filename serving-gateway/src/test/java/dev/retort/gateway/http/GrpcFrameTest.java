package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.retort.gateway.http.wire.ModelReadyRequest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcFrameTest {
    @Test
    void readsWhatItWrites() throws Exception {
        ModelReadyRequest message =
                ModelReadyRequest.newBuilder().setName("champion").build();

        GrpcFrame frame = GrpcFrame.only(ByteBuffer.wrap(GrpcFrame.of(message).getBytes()));

        assertThat(frame.packed()).isFalse();
        assertThat(ModelReadyRequest.parseFrom(frame.bytes())).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "0,          no message",
        "4,          no message",
        "5:0:1,      0 bytes follow the head",
        "7:0:1,      2 bytes follow the head",
        "7:2:2,      not with 2",
        "7:-1:2,     not with -1",
        "7:0:-1,     which says 4294967295",
    })
    void refusesWhatIsNotOneMessage(String body, String why) {
        String[] parts = body.split(":", -1);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.parseInt(parts[0]));
        if (parts.length == 3) {
            bytes.put(0, Byte.parseByte(parts[1])).putInt(1, Integer.parseInt(parts[2]));
        }

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> GrpcFrame.only(bytes))
                .satisfies(refusal -> assertThat(
                                String.valueOf(refusal.getMessage()).replace(",", ""))
                        .contains(why));
    }

    @Test
    void saysInAsciiWhatWentWrong() {
        assertThat(GrpcAnswers.percentEncoded("100 % größer\n")).isEqualTo("100 %25 gr%C3%B6%C3%9Fer%0A");
    }
}
