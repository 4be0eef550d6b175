package dev.retort.gateway.djlserving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retort.contracts.Digest;
import dev.retort.gateway.djlserving.DjlServing.Reply;
import dev.retort.gateway.domain.BackendAwayException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** What this gateway has in its DJL Serving process, looked after on a thread of its own. */
final class RemoteModels implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RemoteModels.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DjlServing serving;
    private final SharedDirectory directory;
    private final Set<RemoteModel> models = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("djl-serving-watch").daemon().factory());

    private RemoteModels(DjlServing serving, SharedDirectory directory) {
        this.serving = serving;
        this.directory = directory;
    }

    /**
     * Removes first what a gateway before this one left behind.
     *
     * @throws BackendAwayException if DJL Serving cannot be reached; then the client is closed
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the thread
    static RemoteModels connect(DjlServing serving, SharedDirectory directory, Duration interval) throws IOException {
        RemoteModels models = new RemoteModels(serving, directory);
        try {
            models.removeLeftovers();
        } catch (IOException | RuntimeException e) {
            models.close();
            throw e;
        }
        models.watch.scheduleWithFixedDelay(
                models::lookAfter, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        return models;
    }

    /** @param workers that compute beside each other; each releases the model once */
    RemoteModel load(Digest version, Path onnx, int workers) throws IOException {
        RemoteModel model = new RemoteModel(serving, directory, version, onnx, workers);
        try {
            model.register();
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
        models.add(model);
        return model;
    }

    /** Unloads what is still there. */
    @Override
    public void close() {
        watch.shutdownNow();
        models.forEach(RemoteModel::unload);
        serving.close();
    }

    private void lookAfter() {
        try {
            models.removeIf(RemoteModel::isClosed);
            models.forEach(RemoteModel::lookAfter);
        } catch (RuntimeException | Error e) {
            // Or nobody would look any more.
            LOG.error("the models in DJL Serving could not be looked after", e);
        }
    }

    private void removeLeftovers() throws IOException {
        Reply reply = RemoteModel.await(serving.list());
        if (!reply.isGood()) {
            throw new BackendAwayException("DJL Serving does not say what it has: " + reply.words());
        }
        for (JsonNode model : models(reply)) {
            String name = model.path("modelName").asText();
            if (name.startsWith(RemoteModel.PREFIX)) {
                LOG.infof("removing %s from DJL Serving, which a gateway before this one left there", name);
                RemoteModel.await(serving.unregister(name, model.path("version").asText()));
            }
        }
        directory.removeAll(RemoteModel.PREFIX);
    }

    private static JsonNode models(Reply reply) {
        try {
            return JSON.readTree(reply.body().toString()).path("models");
        } catch (JsonProcessingException e) {
            throw new BackendAwayException("this is no DJL Serving: " + reply.words(), e);
        }
    }
}
