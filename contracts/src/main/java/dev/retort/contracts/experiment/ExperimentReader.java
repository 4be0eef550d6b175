package dev.retort.contracts.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.retort.contracts.Digest;
import dev.retort.contracts.Json;
import dev.retort.contracts.experiment.InvalidExperimentException.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads an experiment from YAML. Unknown keys and values out of range are errors with line, key and what is allowed. */
public final class ExperimentReader {
    /** An experiment is a page or two; what is longer is something else. */
    private static final int GREATEST_LENGTH = 64 * 1024;

    /** Twice what an experiment needs. */
    private static final int GREATEST_DEPTH = 12;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(GREATEST_LENGTH)
            .build();

    private ExperimentReader() {}

    /** Does not check the names of networks: only who builds them knows which there are. */
    public static Experiment read(String yaml) throws InvalidExperimentException {
        return read(yaml, Set.of());
    }

    /**
     * @param networks names that {@code teacher.network} and {@code student.network} may have; empty allows any
     * @throws InvalidExperimentException with every problem found, not just the first
     */
    public static Experiment read(String yaml, Set<String> networks) throws InvalidExperimentException {
        List<Problem> problems = new ArrayList<>();
        Experiment experiment;
        try (YamlSection document = new YamlSection("", compose(yaml), 1, problems)) {
            experiment = new SectionReader(networks).experiment(document);
            checkArms(experiment, document.itemLines("arms"), problems);
        }
        if (!problems.isEmpty()) {
            throw new InvalidExperimentException(problems);
        }
        return experiment;
    }

    /**
     * The run that this experiment is: {@code <name>-<12 digits>} of the digest over every value that determines the
     * result. Comments, order of keys and defaults spelled out or left out make no difference.
     */
    public static String runId(Experiment experiment) {
        return experiment.name() + "-" + digest(experiment).abbreviated();
    }

    /** Digest of a part of an experiment, or of the whole: equal for equal values. */
    public static Digest digest(Record part) {
        try {
            return Digest.of(Json.MAPPER.writeValueAsBytes(part));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an experiment that has no JSON form: " + part, e);
        }
    }

    private static @Nullable Node compose(String yaml) throws InvalidExperimentException {
        try {
            checkDepth(yaml);
            Optional<Node> root = new Compose(SETTINGS).composeString(yaml);
            return root.orElse(null);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new InvalidExperimentException(List.of(new Problem(line, "document", e.getProblem())));
        } catch (YamlEngineException e) {
            throw new InvalidExperimentException(List.of(new Problem(1, "document", "no YAML: " + e.getMessage())));
        }
    }

    /** The parser's events come one by one, its tree is built by recursion: what is too deep must not get there. */
    private static void checkDepth(String yaml) throws InvalidExperimentException {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(yaml)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > GREATEST_DEPTH) {
                int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
                throw new InvalidExperimentException(
                        List.of(new Problem(line, "document", "nested deeper than " + GREATEST_DEPTH + " levels")));
            }
        }
    }

    private static void checkArms(Experiment experiment, List<Integer> lines, List<Problem> problems) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String name = experiment.arms().get(i).name();
            if (!names.add(name) && !name.isEmpty()) {
                problems.add(new Problem(lines.get(i), "arms[%d].name".formatted(i), "two arms are named " + name));
            }
        }
    }
}
