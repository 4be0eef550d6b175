package dev.retort.cli.process;

import dev.retort.cli.stack.Service;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How four services share the processors of a laptop. The gateway goes first, then labelling, which the student has to
 * wait for, then training. Scoring takes what they leave: it must not slow a trainer by more than its share.
 */
final class ProcessorShare {
    /**
     * Rounds that an OpenMP thread spins in before it sleeps, when it waits for the others. With the default of some
     * milliseconds teacher and student hold each other up: on two cores labelling beside a student was seen at 200 to 700
     * images/s, with a thousand rounds at 1,800. Five thousand are enough that a process which is alone rarely sleeps between
     * two operators; see ADR 8.
     */
    private static final String SPIN_COUNT = "5000";

    private static final List<String> SPINNING = List.of("GOMP_SPINCOUNT", "OMP_WAIT_POLICY");

    private ProcessorShare() {}

    /** What the user sets stays. */
    static Map<String, String> environment(Map<String, String> inherited) {
        boolean chosen = SPINNING.stream().anyMatch(inherited::containsKey);
        return chosen ? Map.of() : Map.of(SPINNING.getFirst(), SPIN_COUNT);
    }

    /** The command's first words, where the machine has {@code nice}. */
    static List<String> prefix(Service service, Map<String, String> inherited) {
        int niceness = niceness(service);
        return niceness == 0 || !isOnPath("nice", inherited)
                ? List.of()
                : List.of("nice", "-n", String.valueOf(niceness));
    }

    private static int niceness(Service service) {
        return switch (service) {
            case GATEWAY -> 0;
            case TEACHER -> 5;
            case TRAINER -> 10;
            case EVALUATION -> 19;
        };
    }

    private static boolean isOnPath(String program, Map<String, String> inherited) {
        return Stream.of(inherited.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .anyMatch(Files::isExecutable);
    }
}
