package dev.retort.cli.http;

import dev.retort.cli.CommandFailure;
import dev.retort.contracts.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The serving gateway, asked as any user would. */
public record Gateway(URI address) {

    public static final String PNG = "image/png";

    /** @throws CommandFailure if the file cannot be read, the gateway does not answer, or it refuses the image */
    public Prediction predict(Path image) throws InterruptedException {
        try {
            return predict(image.toString(), contentType(image), Files.readAllBytes(image));
        } catch (IOException e) {
            throw CommandFailure.usage("%s cannot be read: is it a file that you may read?".formatted(image));
        }
    }

    /** @throws CommandFailure if the gateway does not answer, or refuses the image */
    public Prediction predict(String contentType, byte[] image) throws InterruptedException {
        return predict("the image", contentType, image);
    }

    private Prediction predict(String name, String contentType, byte[] image) throws InterruptedException {
        HttpAnswer answer = ask(contentType, image);
        if (!answer.isSuccess()) {
            throw CommandFailure.failed("%s: %s".formatted(name, answer.reason()));
        }
        try {
            return Json.MAPPER.readValue(answer.body(), Prediction.class);
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "%s answered something else than a prediction: %s".formatted(address, answer.body()), e);
        }
    }

    private HttpAnswer ask(String contentType, byte[] image) throws InterruptedException {
        try {
            return HttpCalls.post(endpoint(), contentType, image);
        } catch (ConnectException e) {
            throw CommandFailure.environment(
                    "nobody answers at %s: does ./retort up run? ./retort status says more".formatted(address), e);
        } catch (IOException e) {
            throw CommandFailure.failed("%s does not answer: %s".formatted(address, e.getMessage()), e);
        }
    }

    public URI endpoint() {
        return address.resolve("/predict");
    }

    private static String contentType(Path image) {
        return image.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g") ? "image/jpeg" : PNG;
    }
}
