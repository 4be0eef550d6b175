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

    /** @throws CommandFailure if the file cannot be read, the gateway does not answer, or it refuses the image */
    public Prediction predict(Path image) throws InterruptedException {
        HttpAnswer answer = ask(image);
        if (!answer.isSuccess()) {
            throw CommandFailure.failed("%s: %s".formatted(image, answer.reason()));
        }
        try {
            return Json.MAPPER.readValue(answer.body(), Prediction.class);
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "%s answered something else than a prediction: %s".formatted(address, answer.body()), e);
        }
    }

    private HttpAnswer ask(Path image) throws InterruptedException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(image);
        } catch (IOException e) {
            throw CommandFailure.usage("%s cannot be read: is it a file that you may read?".formatted(image));
        }
        try {
            return HttpCalls.post(endpoint(), contentType(image), bytes);
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
        return image.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g") ? "image/jpeg" : "image/png";
    }
}
