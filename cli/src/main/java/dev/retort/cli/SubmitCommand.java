package dev.retort.cli;

import dev.retort.cli.http.Gateway;
import dev.retort.cli.run.BrokerConnection;
import dev.retort.cli.run.RemoteRetort;
import dev.retort.cli.run.RunStory;
import dev.retort.cli.run.RunSubmission;
import dev.retort.cli.run.RunWatch;
import dev.retort.cli.run.Samples;
import dev.retort.cli.run.Summary;
import dev.retort.cli.stack.Installation;
import dev.retort.cli.terminal.ProgressView;
import dev.retort.cli.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "submit",
        description = {
            "Runs an experiment on services that run elsewhere, such as those of the compose file, and shows its progress.",
            "",
            "Ends once the run is done and its champion has answered. An experiment that is running or done is not"
                    + " started again, only watched.",
            "",
            "A broker that wants TLS or a login: every setting of a Kafka client goes in as a variable, such as"
                    + " KAFKA_SECURITY_PROTOCOL, KAFKA_SASL_MECHANISM, KAFKA_SASL_JAAS_CONFIG,"
                    + " KAFKA_SSL_TRUSTSTORE_LOCATION, as for the services."
        },
        mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
    @Mixin
    ExperimentOption experiment = new ExperimentOption();

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-127.0.0.1:9092}",
            description = "The broker. Default: $KAFKA_BOOTSTRAP_SERVERS, or 127.0.0.1:9092")
    String kafka = "127.0.0.1:9092";

    @Option(
            names = "--teacher",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8081",
            description = "The teacher service, which takes runs. Default: ${DEFAULT-VALUE}")
    URI teacher = URI.create("http://127.0.0.1:8081");

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The serving gateway. Default: ${DEFAULT-VALUE}")
    URI gateway = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--advertised-gateway",
            paramLabel = "URL",
            description = "Where users reach the gateway, for the last lines, if that is another address.")
    @Nullable
    URI advertisedGateway;

    @Override
    public Integer call() throws InterruptedException {
        ProgressView view = ProgressView.on(Terminal.current(), System.out);
        Instant begun = Instant.now();
        RunSubmission submission = RunSubmission.read(Installation.current().experiment(experiment.named()));
        BrokerConnection broker = BrokerConnection.from(System.getenv(), kafka);
        // A run that cannot be watched is not started either.
        broker.requireAnswer();
        RemoteRetort retort = new RemoteRetort(broker, teacher, gateway, anImage());
        String run = submission.submitTo(retort);
        view.say("Run " + run);
        RunStory story = new RunStory(run, submission.experiment());
        new RunWatch(retort, story, view, begun).follow();
        Summary summary = new Summary(story, new Gateway(gateway));
        view.say(summary.accuracies());
        view.say(summary.times());
        URI users = advertisedGateway == null ? gateway : advertisedGateway;
        view.say("%nServing. Try  curl --data-binary @IMAGE -H 'Content-Type: image/png' %s"
                .formatted(new Gateway(users).endpoint()));
        return ExitCode.OK;
    }

    private static Path anImage() {
        try {
            return Samples.drawn(Files.createTempDirectory("retort-image"));
        } catch (IOException e) {
            throw CommandFailure.environment("an image cannot be written (%s): is the disk full?".formatted(e), e);
        }
    }
}
