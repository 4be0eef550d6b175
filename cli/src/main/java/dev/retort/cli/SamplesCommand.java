package dev.retort.cli;

import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "samples",
        description = "New images for a run that goes on learning.",
        mixinStandardHelpOptions = true,
        subcommands = SamplesCommand.Send.class)
final class SamplesCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Which command?");
        }
    }

    /** One request an image, so that one that cannot be used holds back no other. */
    @Command(name = "send", description = "Sends image files.", mixinStandardHelpOptions = true)
    static final class Send implements Callable<Integer> {
        @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "PNG or JPEG files of any size.")
        List<Path> images = new ArrayList<>();

        @Option(names = "--label", description = "What all of them show, as the number of its class.")
        @Nullable
        Integer label;

        @Option(names = "--source", defaultValue = "cli", description = "Who sends them (default: cli).")
        String source = "cli";

        @Option(
                names = "--by-key",
                description = "Put the pixels into the store, and only their digest on the log: good for large images.")
        boolean byKey;

        @Mixin
        DataOption data = new DataOption();

        @Override
        public Integer call() throws InterruptedException {
            String sender = URLEncoder.encode(source, StandardCharsets.UTF_8);
            String query = "/samples?source=%s&pixels=%s%s"
                    .formatted(sender, byKey ? "by-key" : "inline", label == null ? "" : "&label=" + label);
            URI address = data.running().address(Service.TEACHER).resolve(query);
            for (Path image : images) {
                send(address, image);
            }
            System.out.println(images.size() + " sent");
            return ExitCode.OK;
        }

        private static void send(URI address, Path image) throws InterruptedException {
            String type = image.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g") ? "image/jpeg" : "image/png";
            byte[] file;
            try {
                file = Files.readAllBytes(image);
            } catch (IOException e) {
                throw CommandFailure.usage("%s cannot be read: is it a file that you may read?".formatted(image));
            }
            try {
                HttpAnswer answer = HttpCalls.post(address, type, file);
                if (!answer.isSuccess()) {
                    throw CommandFailure.failed("%s: %s".formatted(image, answer.reason()));
                }
            } catch (IOException e) {
                throw CommandFailure.failed("teacher-service does not answer: " + e.getMessage(), e);
            }
        }
    }
}
