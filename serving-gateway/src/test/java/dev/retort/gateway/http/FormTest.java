package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
    private static final String TYPE = "multipart/form-data; boundary=x";

    @Test
    void findsAFieldAmongOthers() {
        String form = part("name=\"other\"; filename=\"image\"", "no")
                + part("name=\"image\"; filename=\"a\"", "yes\r\n") + part("name=\"image2\"", "no") + "--x--\r\n";

        assertThat(field(form, TYPE)).isEqualTo("yes\r\n");
    }

    @Test
    void findsAnEmptyField() {
        assertThat(field(part("name=\"image\"", "") + "--x--", TYPE)).isEmpty();
    }

    @Test
    void takesAQuotedBoundaryAndAPreamble() {
        String form = "preamble\r\n" + part("name=image", "yes") + "--x--";

        assertThat(field(form, "Multipart/Form-Data; charset=utf-8; Boundary=\"x\""))
                .isEqualTo("yes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--x",
                "--x--",
                "no form",
                "--x\r\n\r\n--x--",
                "--x\r\nContent-Disposition: form-data; name=\"image\"",
                "--x\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\nno end",
                "--x\r\nContent-Disposition: form-data; name=\"images\"\r\n\r\nanother\r\n--x--",
            })
    void refusesWhatIsNoFormWithThatField(String form) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> field(form, TYPE))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    private static String part(String disposition, String content) {
        return "--x\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: image/png\r\n\r\n" + content
                + "\r\n";
    }

    private static String field(String form, String type) {
        ByteBuffer field = new Form(ByteBuffer.wrap(form.getBytes(StandardCharsets.UTF_8)), type).field("image");
        return StandardCharsets.UTF_8.decode(field).toString();
    }
}
