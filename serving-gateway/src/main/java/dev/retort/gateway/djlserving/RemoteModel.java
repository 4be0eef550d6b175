package dev.retort.gateway.djlserving;

import dev.retort.contracts.Digest;
import dev.retort.gateway.djlserving.DjlServing.Reply;
import dev.retort.gateway.domain.BackendAwayException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One load of one version in DJL Serving: registered, registered again when it was forgotten, deleted at its end. Each load
 * has a name of its own. Versions under one name would not do: while DJL Serving deletes one, it can take a call of another
 * for one of a third, or for one of none.
 */
final class RemoteModel {
    static final String PREFIX = "retort-";

    private static final Logger LOG = Logger.getLogger(RemoteModel.class);
    private static final int NOT_FOUND = 404;

    /** As the description of a model whose workers have ended has it. */
    private static final String NO_WORKERS = "\"Unhealthy\"";

    private final DjlServing serving;
    private final SharedDirectory directory;
    private final Digest version;
    private final Path onnx;
    private final int workers;
    private final String name;
    private final AtomicInteger open;
    private volatile @Nullable String trouble;
    private volatile boolean closed;

    /** @param workers that compute beside each other; each releases it once */
    RemoteModel(DjlServing serving, SharedDirectory directory, Digest version, Path onnx, int workers) {
        this.serving = serving;
        this.directory = directory;
        this.version = version;
        this.onnx = onnx;
        this.workers = workers;
        this.open = new AtomicInteger(workers);
        this.name = PREFIX + version.abbreviated() + "-" + UUID.randomUUID();
    }

    /** @throws BackendAwayException if DJL Serving does not load it now */
    synchronized void register() throws IOException {
        if (closed) {
            return;
        }
        Reply reply = await(serving.register(name, version.hex(), directory.put(name, onnx), workers));
        if (!reply.isGood()) {
            throw new BackendAwayException(
                    "DJL Serving does not load version %s: %s".formatted(version.abbreviated(), reply.words()));
        }
        trouble = null;
    }

    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /**
     * @return what {@link Safetensors} reads
     * @throws BackendAwayException if it cannot be computed now
     */
    Buffer predict(Buffer tensor, Duration patience) {
        Reply reply;
        try {
            reply = await(serving.predict(name, version.hex(), tensor, patience));
        } catch (BackendAwayException e) {
            trouble = e.getMessage();
            throw e;
        }
        if (reply.status() == NOT_FOUND) {
            trouble = "DJL Serving has forgotten version " + version.abbreviated() + ", it is being registered again";
            throw new BackendAwayException(String.valueOf(trouble));
        }
        if (!reply.isGood()) {
            throw new BackendAwayException("DJL Serving answered " + reply.words());
        }
        return reply.body();
    }

    /** Sees whether it is still there, and registers it again where not. */
    void lookAfter() {
        try {
            Reply reply = await(serving.describe(name, version.hex()));
            if (reply.status() == NOT_FOUND) {
                LOG.warnf("DJL Serving has forgotten version %s; registering it again", version.abbreviated());
                register();
            } else if (reply.isGood() && !reply.body().toString().contains(NO_WORKERS)) {
                trouble = null;
            } else {
                trouble = "DJL Serving says of version " + version.abbreviated() + ": " + reply.words();
            }
        } catch (BackendAwayException | IOException e) {
            trouble = e.getMessage();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** One of its workers has ended; with the last one it is unloaded. */
    void release() {
        if (open.decrementAndGet() == 0) {
            close();
        }
    }

    /** Returns at once. */
    void close() {
        Thread.ofVirtual().name("djl-serving-unload").start(this::unload);
    }

    /** Once, whoever asks for it. */
    synchronized void unload() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Reply reply = await(serving.unregister(name, version.hex()));
            if (!reply.isGood() && reply.status() != NOT_FOUND) {
                LOG.warnf("DJL Serving does not delete version %s: %s", version.abbreviated(), reply.words());
            }
        } catch (BackendAwayException e) {
            LOG.infof("DJL Serving was not told to delete version %s: %s", version.abbreviated(), e.getMessage());
        } finally {
            removeFiles();
        }
    }

    private void removeFiles() {
        try {
            directory.remove(name);
        } catch (IOException e) {
            LOG.warnf("the files of version %s stay where DJL Serving read them (%s)", version.abbreviated(), e);
        }
    }

    static Reply await(CompletableFuture<Reply> reply) {
        try {
            return reply.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendAwayException("interrupted while DJL Serving was asked", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BackendAwayException away) {
                throw away;
            }
            throw new BackendAwayException("DJL Serving cannot be asked: " + e.getCause(), e);
        }
    }
}
