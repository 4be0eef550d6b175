package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    @Test
    void findsEveryFieldOfThatNameInOrder() {
        String form = part("name=\"image\"", "1") + part("name=\"image\"", "") + part("name=\"k\"", "no")
                + part("name=\"image\"", "3") + "--x--\r\n";

        assertThat(fields(form, TYPE, 3)).containsExactly("1", "", "3");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> fields(form, TYPE, 2))
                .withMessageContaining("more than the allowed 2 files");
    }

    @Test
    void refusesAFormThatEndsAfterTheFirstField() {
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> field(part("name=\"image\"", "yes"), TYPE));
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
        List<String> fields = fields(form, type, 3);
        assertThat(fields).hasSize(1);
        return fields.getFirst();
    }

    private static List<String> fields(String form, String type, int greatest) {
        return new Form(ByteBuffer.wrap(form.getBytes(StandardCharsets.UTF_8)), type)
                .fields("image", greatest).stream()
                        .map(field -> StandardCharsets.UTF_8.decode(field).toString())
                        .toList();
    }
}
