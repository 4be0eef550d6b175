package dev.retort.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the compose file at the top pins: tests run on the same images. */
final class ComposeFile {
    static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    static final Path FILE = TOP.resolve("docker-compose.yml");

    private ComposeFile() {}

    /** The default of an image that a variable names, such as {@code KAFKA_IMAGE}. */
    static String image(String variable) {
        try {
            Matcher image = Pattern.compile("\\$\\{" + variable + ":-([^}]+)}").matcher(Files.readString(FILE));
            if (!image.find()) {
                throw new IllegalArgumentException(FILE + " has no default for " + variable);
            }
            return image.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
