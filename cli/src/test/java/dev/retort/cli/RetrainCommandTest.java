package dev.retort.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpServer;
import dev.retort.cli.stack.DataFolder;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainCommandTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    Path data;

    /** A trainer that answers with this at every address; no broker is there to take a command. */
    private int retrain(String run, int status, String cycles) throws Exception {
        HttpServer trainer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        trainer.createContext("/cycles", exchange -> {
            byte[] body = cycles.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        trainer.start();
        URI address = URI.create("http://127.0.0.1:" + trainer.getAddress().getPort());
        new RunningStack(
                        ProcessHandle.current().pid(),
                        Map.of(Service.TRAINER.module(), address),
                        "127.0.0.1:1",
                        "",
                        Instant.EPOCH)
                .write(DataFolder.stackFile(data));
        try {
            return Main.commandLine()
                    .setErr(new PrintWriter(err))
                    .execute("retrain", run, "--reason", "to see", "--data", data.toString());
        } finally {
            trainer.stop(0);
        }
    }

    @Test
    void refusesARunThatDoesNotGoOnLearningAndNamesThoseThatDo() throws Exception {
        int exitCode = retrain("ended-1", 200, """
                [{"run": "goes-on-1", "waitsFor": "", "cycles": [{"cycle": 1}]}, {"run": "goes-on-2", "cycles": []}]
                """);

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no run ended-1 goes on learning").contains("that is goes-on-1, goes-on-2");
    }

    @Test
    void saysThatNoRunGoesOnLearning() throws Exception {
        assertThat(retrain("ended-1", 200, "[]")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("now none");
    }

    @Test
    void saysWhatIsWrongWithTheTrainerWhereItListsNothing() throws Exception {
        assertThat(retrain("goes-on-1", 503, "{\"error\": \"busy\"}")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("student-trainer").contains("busy");
    }

    @Test
    void letsARunPassThatGoesOnLearning() {
        assertThatCode(() -> RetrainCommand.requireGoesOn("goes-on-1", List.of("goes-on-2", "goes-on-1")))
                .doesNotThrowAnyException();
    }
}
