package dev.retort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.cli.FrontDoor.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./retort} before there is any Java: it finds what it needs, or says what is missing and what installs it. */
@DisabledOnOs(OS.WINDOWS)
class FrontDoorTest {
    @TempDir
    Path machine;

    private FrontDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new FrontDoor(machine);
    }

    @Test
    void saysHowToInstallAJdkWhereThereIsNone() throws Exception {
        Ended ended = call("status");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(ended.output()).contains("no JDK 25 or newer found").contains("apt install openjdk-25-jdk");
    }

    @Test
    void passesOverAnOlderJdk() throws Exception {
        Path old = door.jdk("usr/lib/jvm/java-17", "17.0.12");

        Ended ended = door.call(door.script(), machine, Map.of("JAVA_HOME", old.toString()), "status");
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(ExitCode.ENVIRONMENT);

        door.jdk("usr/lib/jvm/java-25", "25.0.1");
        door.build();
        ended = door.call(door.script(), machine, Map.of("JAVA_HOME", old.toString()), "status");
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(ExitCode.OK);
        assertThat(ended.output()).contains("java of 25.0.1").endsWith("status\n");
    }

    @Test
    void saysHowToInstallMavenWhereItHasToBuild() throws Exception {
        door.jdk("usr/lib/jvm/java-25", "25.0.1");

        Ended ended = call("up");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(ended.output()).contains("not on the PATH").contains("apt install maven");
    }

    @Test
    void refusesAnOldMaven() throws Exception {
        door.jdk("usr/lib/jvm/java-25", "25.0.1");
        door.maven("3.6.3", "true");

        Ended ended = call("test");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(ended.output()).contains("Maven 3.6.3 is too old").doesNotContain("mvn --batch-mode");
    }

    @Test
    void buildsWhatIsMissingAndNotWhatIsThere() throws Exception {
        door.jdk("usr/lib/jvm/java-25", "25.0.1");
        door.maven("3.8.7", "echo '[ERROR] a line is wrong'; exit 1");

        Ended failed = call("up");
        assertThat(failed.exitCode()).as(failed.output()).isEqualTo(ExitCode.FAILURE);
        assertThat(failed.output()).contains("a line is wrong").contains("retort-build.log");

        door.build();
        assertThat(call("up").exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void buildsAnewFromAnotherCommitAndTellsMavenWhich() throws Exception {
        door.jdk("usr/lib/jvm/java-25", "25.0.1");
        door.maven("3.8.7", "echo \"[ERROR] $*\"; exit 1");
        door.build();
        door.git("0123456789ab");

        Ended ended = call("up");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(ExitCode.FAILURE);
        assertThat(ended.output()).contains("-Dretort.commit=0123456789ab");
    }

    @Test
    void testsWithMavenOnItsOwnPom() throws Exception {
        door.jdk("usr/lib/jvm/java-25", "25.0.1");
        door.maven("4.0.0", "exit 1");

        Ended ended = call("test", "-Dquick");

        assertThat(ended.exitCode()).as("Maven's").isEqualTo(1);
        assertThat(ended.output()).contains("-f " + door.home().resolve("pom.xml") + " verify -Dquick");
    }

    @Test
    void countsTheTestsThatTheMachineLackedSomethingForByWhatItWas() throws Exception {
        door.jdk("usr/lib/jvm/java-25", "25.0.1");
        Path reports = Files.createDirectories(door.home().resolve("some-tests/target/failsafe-reports"));
        Files.writeString(reports.resolve("TEST-old.xml"), "<skipped message=\"long ago\"/>");
        String report = "<testcase name='x'>\n<skipped message='no Docker'/>\n</testcase>\n".replace('\'', '"');
        door.maven("4.0.0", "printf '%s%s' > '%s'".formatted(report, report, reports.resolve("TEST-new.xml")));

        Ended ended = call("test");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(ExitCode.OK);
        assertThat(ended.output()).endsWith("\n2 skipped: no Docker\n");
    }

    @Test
    void knowsWhereItLiesWhereverAndHoweverItIsCalled() throws Exception {
        door.jdk("opt/a jdk", "26");
        door.build();
        Path links = Files.createDirectories(machine.resolve("some links"));
        Path absolute = Files.createSymbolicLink(links.resolve("absolute"), door.script());
        Path relative = Files.createSymbolicLink(links.resolve("relative"), Path.of("absolute"));

        for (Path script : new Path[] {door.script(), absolute, relative}) {
            Ended ended = door.call(script, links, Map.of(), "status", "--data", "a folder");

            assertThat(ended.exitCode()).as(ended.output()).isEqualTo(ExitCode.OK);
            assertThat(ended.output())
                    .contains("java of 26")
                    .contains("-Dretort.home=" + door.home() + " ")
                    .endsWith("status --data a folder\n");
        }
    }

    @Test
    void helpsWithoutAnything() throws Exception {
        assertThat(call("--help")).satisfies(help -> {
            assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(help.output()).contains("Usage: ./retort COMMAND").contains("Exit codes:");
        });
        assertThat(call("up", "--help").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(call().exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private Ended call(String... arguments) throws IOException, InterruptedException {
        return door.call(door.script(), machine, Map.of(), arguments);
    }
}
