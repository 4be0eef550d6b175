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
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Shows services, runs, retrainings, the champion and the leaderboard.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int SHOWN_VERSIONS = 10;
    private static final int SHOWN_CYCLES = 5;

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
        status.set("retrainings", list(stack.address(Service.TRAINER).resolve("/cycles")));
        status.set("leaderboard", list(stack.address(Service.EVALUATION).resolve("/leaderboard")));
        if (json) {
            System.out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(status));
        } else {
            System.out.print(words(status));
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

    /** For people: a line for each service, run, cycle and version. */
    static String words(JsonNode status) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("Services");
        for (JsonNode service : status.path("services")) {
            lines.add("  %-16s %-24s %s"
                    .formatted(text(service, "name"), text(service, "address"), text(service, "state")));
        }
        lines.add("Runs");
        for (JsonNode run : status.path("runs")) {
            lines.add("  %-32s %-8s %s".formatted(text(run, "run"), text(run, "status"), phase(run)));
        }
        for (JsonNode run : status.path("retrainings")) {
            addCycles(run, lines);
        }
        lines.add("Leaderboard (by held-out accuracy; * is the champion)");
        int shown = 0;
        for (JsonNode version : status.path("leaderboard")) {
            if (shown++ < SHOWN_VERSIONS || version.path("champion").asBoolean()) {
                lines.add(version(version, version.path("champion").asBoolean()));
            }
        }
        return lines.toString();
    }

    private static void addCycles(JsonNode run, StringJoiner lines) {
        JsonNode cycles = run.path("cycles");
        lines.add("Retrainings of %s: %d; the next one waits for %s"
                .formatted(text(run, "run"), cycles.size(), text(run, "waitsFor")));
        for (int i = Math.max(0, cycles.size() - SHOWN_CYCLES); i < cycles.size(); i++) {
            JsonNode cycle = cycles.get(i);
            List<String> reasons = new ArrayList<>();
            cycle.path("reasons").forEach(reason -> reasons.add(reason.asText()));
            lines.add("  %3d  %-12s %s%s"
                    .formatted(
                            cycle.path("cycle").asInt(),
                            text(cycle, "state"),
                            text(cycle, "trigger"),
                            reasons.isEmpty() ? "" : "; " + String.join("; ", reasons)));
        }
    }

    private static String version(JsonNode version, boolean champion) {
        return "%s %3d  %.12s  %-12s %-12s step %-7d held-out %6.2f %%  test %6.2f %%  %s"
                .formatted(
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
