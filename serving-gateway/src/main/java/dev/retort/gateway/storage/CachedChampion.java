package dev.retort.gateway.storage;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.gateway.domain.ChampionMemory;
import dev.retort.kit.config.ServiceConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A file in the cache directory that names the last champion; like everything there, it may be lost. */
@ApplicationScoped
class CachedChampion implements ChampionMemory {
    private static final Logger LOG = Logger.getLogger(CachedChampion.class);

    private final Path cache;
    private final Path file;

    CachedChampion(ServiceConfig config) {
        this.cache = config.cacheDirectory();
        this.file = cache.resolve("serving-gateway-champion");
    }

    @Override
    public Optional<Digest> recall() {
        try {
            return Files.exists(file)
                    ? Optional.of(new Digest(Files.readString(file).strip())).filter(this::isCached)
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("%s does not name a champion (%s); waiting for the log", file, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void remember(Digest version) {
        try {
            Path fresh = Files.createTempFile(cache, "champion-", ".new");
            Files.writeString(fresh, version.hex());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warnf("the champion cannot be noted in %s (%s); a start without the log will find none", file, e);
        }
    }

    private boolean isCached(Digest version) {
        return Files.exists(cache.resolve(version.hex()).resolve(ObjectKeys.MANIFEST));
    }
}
