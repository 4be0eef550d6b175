package dev.retort.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.process.Readiness;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.Json;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Shows services, runs, the champion and the leaderboard.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int SHOWN_VERSIONS = 10;

    @Option(names = "--json", description = "As JSON, for scripts.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException, IOException {
        RunningStack stack = data.running();
        ObjectNode status = Json.MAPPER.createObjectNode();
        boolean ready = services(stack, status.putArray("services"));
        status.set("runs", list(stack.address(Service.TEACHER).resolve("/runs")));
        status.set("leaderboard", list(stack.address(Service.EVALUATION).resolve("/leaderboard")));
        if (json) {
            System.out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(status));
        } else {
            print(status);
        }
        return ready ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static boolean services(RunningStack stack, ArrayNode services) throws InterruptedException {
        boolean all = true;
        for (Service service : Service.values()) {
            URI address = stack.address(service);
            Readiness readiness = Readiness.ask(address);
            boolean ready = readiness instanceof Readiness.Ready;
            all &= ready;
            services.addObject()
                    .put("name", service.module())
                    .put("address", address.toString())
                    .put("ready", ready)
                    .put("state", readiness.words());
        }
        return all;
    }

    /** Empty where the service does not answer: its line says so. */
    private static JsonNode list(URI address) throws InterruptedException {
        try {
            HttpAnswer answer = HttpCalls.get(address);
            return answer.isSuccess() && answer.json().isArray() ? answer.json() : Json.MAPPER.createArrayNode();
        } catch (IOException e) {
            return Json.MAPPER.createArrayNode();
        }
    }

    private static void print(JsonNode status) {
        System.out.println("Services");
        for (JsonNode service : status.path("services")) {
            System.out.printf(
                    "  %-16s %-24s %s%n", text(service, "name"), text(service, "address"), text(service, "state"));
        }
        System.out.println("Runs");
        for (JsonNode run : status.path("runs")) {
            System.out.printf("  %-32s %-8s %s%n", text(run, "run"), text(run, "status"), phase(run));
        }
        System.out.println("Leaderboard (by held-out accuracy; * is the champion)");
        int shown = 0;
        for (JsonNode version : status.path("leaderboard")) {
            if (shown++ < SHOWN_VERSIONS || version.path("champion").asBoolean()) {
                print(version, version.path("champion").asBoolean());
            }
        }
    }

    private static void print(JsonNode version, boolean champion) {
        System.out.printf(
                "%s %3d  %.12s  %-12s %-12s step %-7d held-out %6.2f %%  test %6.2f %%  %s%n",
                champion ? " *" : "  ",
                version.path("rank").asInt(),
                text(version, "modelVersion"),
                text(version, "arm"),
                text(version, "network"),
                version.path("step").asLong(),
                100 * version.path("heldOut").path("accuracy").asDouble(),
                100 * version.path("test").path("accuracy").asDouble(),
                text(version, "run"));
    }

    private static String phase(JsonNode run) {
        if (run.hasNonNull("failure")) {
            return text(run, "failure");
        }
        if (text(run, "status").equals("DONE")) {
            return "";
        }
        if (!run.hasNonNull("teacherVersion")) {
            return "trains the teacher";
        }
        String labelling = run.path("transferSetComplete").asBoolean() ? "" : "labels; ";
        return labelling + "trains students, done: " + run.path("trainedArms").size();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
