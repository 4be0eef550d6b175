package dev.retort.gateway.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PromotionEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the promotions of an alias add up to: who is champion, and who was before it, latest first. A version that was
 * rolled back from is nobody's predecessor: somebody did not want it.
 */
public record Succession(List<Digest> versions) {
    public static final Succession NONE = new Succession(List.of());

    /** More than anybody would try in a row. */
    private static final int REMEMBERED = 8;

    public Succession {
        versions = List.copyOf(versions);
    }

    public Succession after(PromotionEvent event) {
        Stream<Digest> before = switch (event) {
            // The topic is compacted: the record that named the one before may be gone.
            case ModelPromoted promoted -> Stream.concat(Stream.ofNullable(promoted.previous()), versions.stream());
            case ModelRolledBack rolledBack ->
                versions.stream().filter(version -> !version.equals(rolledBack.previous()));
        };
        return new Succession(Stream.concat(Stream.of(event.modelVersion()), before)
                .distinct()
                .limit(REMEMBERED)
                .toList());
    }

    public Optional<Digest> champion() {
        return versions.stream().findFirst();
    }

    public List<Digest> predecessors() {
        return versions.stream().skip(1).toList();
    }
}
