package dev.retort.cli;

import dev.retort.cli.doctor.Diagnosis;
import dev.retort.cli.doctor.Finding;
import dev.retort.cli.doctor.Machine;
import dev.retort.cli.process.Allocator;
import dev.retort.local.Ports;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = "Says what is missing on this machine, and what to do about it.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", description = "Port of the gateway. Default: 8080")
    int port = 8080;

    @Mixin
    DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        Machine machine = Machine.here(
                data.path(), Allocator.isLinux(), Allocator.tcmalloc().isPresent());
        List<Finding> findings = Diagnosis.of(machine, port, Ports.isFree(port));
        for (Finding finding : findings) {
            System.out.printf(
                    "%-5s %-12s %s%n",
                    finding.level().name().toLowerCase(Locale.ROOT), finding.subject(), finding.found());
            if (!finding.advice().isEmpty()) {
                System.out.printf("%-5s %-12s → %s%n", "", "", finding.advice());
            }
        }
        boolean fit = findings.stream().noneMatch(finding -> finding.level() == Finding.Level.FAIL);
        return fit ? ExitCode.OK : ExitCode.ENVIRONMENT;
    }
}
