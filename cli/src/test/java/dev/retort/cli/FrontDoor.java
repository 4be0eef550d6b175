package dev.retort.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The script {@code ./retort} on a made-up machine: nothing of the real one is found but a few tools of the shell. */
final class FrontDoor {
    private static final List<String> TOOLS = List.of(
            "bash",
            "cat",
            "dirname",
            "find",
            "grep",
            "head",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sort",
            "tail",
            "touch",
            "tput",
            "uniq");
    private static final List<String> SERVICES =
            List.of("teacher-service", "student-trainer", "eval-service", "serving-gateway");

    private final Path machine;
    private final Path home;

    /** What a call came to. */
    record Ended(int exitCode, String output) {}

    /** @param machine an empty folder that stands for the root of the file system */
    FrontDoor(Path machine) throws IOException {
        this.machine = machine;
        this.home = Files.createDirectories(machine.resolve("home of a user/retort"));
        for (String tool : TOOLS) {
            executable(machine.resolve("bin").resolve(tool), "exec %s \"$@\"".formatted(onThePath(tool)));
        }
        String script = Files.readString(Path.of("../retort"))
                .replaceAll(
                        "(?m)(?<=[ ])/(usr|opt|Library)/", machine.toString().replace(" ", "\\\\ ") + "/$1/");
        executable(home.resolve("retort"), script);
        Files.createDirectories(home.resolve("target"));
    }

    Path home() throws IOException {
        return home.toRealPath();
    }

    Path script() {
        return home.resolve("retort");
    }

    /** A JDK that says its version, and otherwise what it was called with. */
    Path jdk(String place, String version) throws IOException {
        Path jdk = machine.resolve(place);
        executable(jdk.resolve("bin/javac"), "");
        executable(jdk.resolve("bin/java"), """
                case "$*" in
                  *-version*) echo 'openjdk version "%s" 2026-01-20' >&2 ;;
                  *) echo "java of %s: $*" ;;
                esac
                """.formatted(version, version));
        return jdk;
    }

    void maven(String version, String whatItDoes) throws IOException {
        executable(
                machine.resolve("bin/mvn"),
                "case \"$*\" in *--version*) echo 'Apache Maven %s (abc)' ;; *) echo \"mvn $*\"; %s ;; esac\n"
                        .formatted(version, whatItDoes));
    }

    /** As if everything were built. */
    void build() throws IOException {
        write(home.resolve("cli/target/cli-0.1.0-SNAPSHOT.jar"), "");
        for (String service : SERVICES) {
            write(home.resolve(service).resolve("target/quarkus-app/quarkus-run.jar"), "");
        }
        write(home.resolve("target/retort-built"), "unknown\n");
    }

    /** A repository whose sources were last changed by this commit, and not since. */
    void git(String commit) throws IOException {
        executable(machine.resolve("bin/git"), "case \"$*\" in *log*) echo %s ;; esac".formatted(commit));
    }

    Ended call(Path script, Path from, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of(script.toString()), Arrays.stream(arguments))
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", machine.resolve("bin").toString());
        builder.environment().put("HOME", machine.resolve("home of a user").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static Path onThePath(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(tool + " is not on the PATH"));
    }

    private static void executable(Path file, String script) throws IOException {
        write(file, script.startsWith("#!") ? script : "#!" + onThePath("bash") + "\n" + script);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
