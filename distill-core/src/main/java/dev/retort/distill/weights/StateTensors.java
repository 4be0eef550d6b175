package dev.retort.distill.weights;

import dev.retort.distill.network.Network;
import dev.retort.distill.network.StateDictionary;
import dev.retort.distill.network.StateEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tensors a network's state may hold: its own, and under {@code <buffer>.<name>} what training remembers of them. A larger
 * network of the same family has all that a smaller one needs, and is not it.
 */
public final class StateTensors {
    /** Before the name of what training goes on from, where averages are what is served. */
    public static final String RAW = "raw.";

    /** Named as the optimizers' buffers. */
    private static final List<String> REMEMBERED = List.of(RAW, "momentum.", "exp_avg.", "exp_avg_sq.");

    /** Of no tensor: how often they were changed. */
    private static final String UPDATES = "updates";

    private StateTensors() {}

    /**
     * What a state file, or a model's weights, shows to scoring.
     *
     * @throws IllegalArgumentException that names the first tensor that is missing, that the network has not, or of another shape
     */
    public static Weights served(Network network, Weights file) {
        requireAll(network, file);
        return file.of(network);
    }

    /** @throws IllegalArgumentException that names the first tensor that is missing, or that the network has not */
    public static void requireAll(Network network, Weights file) {
        List<String> own =
                StateDictionary.of(network).stream().map(StateEntry::name).toList();
        Set<String> known = known(own);
        List<String> missing =
                own.stream().filter(name -> !file.tensors().containsKey(name)).toList();
        List<String> foreign = file.tensors().keySet().stream()
                .filter(name -> !known.contains(name))
                .toList();
        if (!missing.isEmpty() || !foreign.isEmpty()) {
            throw new IllegalArgumentException("the state is not of network %s: %s"
                    .formatted(
                            network.name(),
                            Stream.of(counted("it lacks", missing), counted("it holds what that has not:", foreign))
                                    .flatMap(Optional::stream)
                                    .collect(Collectors.joining("; "))));
        }
    }

    private static Set<String> known(List<String> own) {
        Set<String> known = new HashSet<>(own);
        own.forEach(name -> REMEMBERED.forEach(buffer -> known.add(buffer + name)));
        known.add(UPDATES);
        return known;
    }

    private static Optional<String> counted(String what, List<String> names) {
        return switch (names.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(what + " " + names.getFirst());
            default -> Optional.of("%s %s and %d more".formatted(what, names.getFirst(), names.size() - 1));
        };
    }
}
