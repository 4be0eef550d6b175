package dev.retort.gateway.app;

import dev.retort.contracts.Digest;
import dev.retort.gateway.domain.ChampionMemory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers as long as it lives. */
final class FakeMemory implements ChampionMemory {
    private volatile @Nullable Digest last;

    @Override
    public Optional<Digest> recall() {
        return Optional.ofNullable(last);
    }

    @Override
    public void remember(Digest version) {
        last = version;
    }
}
