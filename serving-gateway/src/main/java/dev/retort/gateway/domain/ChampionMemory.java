package dev.retort.gateway.domain;

import dev.retort.contracts.Digest;
import java.util.Optional;

/** Which version answered last on this machine, for a start without broker or store. */
public interface ChampionMemory {
    /** Empty unless the version's files are on this machine. */
    Optional<Digest> recall();

    void remember(Digest version);
}
