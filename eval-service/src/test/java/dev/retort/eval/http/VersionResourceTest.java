package dev.retort.eval.http;

import static dev.retort.eval.Evaluations.evaluation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.eval.SlowStore;
import dev.retort.eval.app.AuditBeans;
import dev.retort.eval.app.Lineages;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.store.ObjectStore;
import dev.retort.kit.store.StoreUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class VersionResourceTest {
    private static final EvaluationCompleted VERSION = evaluation("run", "student", 0.5, 1);
    private static final String NAME = VERSION.modelVersion().hex();

    private final SlowStore store = new SlowStore();

    @TempDir
    Path cache;

    @Test
    @Timeout(30)
    void refusesALineageWith429WhileAnotherIsWalked() throws Exception {
        VersionResource versions = versions();
        FutureTask<List<Lineages.Step>> first = new FutureTask<>(() -> versions.lineage(NAME));
        Thread.ofVirtual().start(first);
        store.awaitQuestion();

        assertThatExceptionOfType(WebApplicationException.class)
                .isThrownBy(() -> versions.lineage(NAME))
                .satisfies(
                        refusal -> assertThat(refusal.getResponse().getStatus()).isEqualTo(429))
                .satisfies(refusal -> assertThat(refusal.getResponse().getEntity())
                        .isEqualTo(new ApiError("another lineage is being walked; ask again in a while")));

        store.answer();
        assertThat(first.get(10, TimeUnit.SECONDS)).isNotEmpty();
    }

    /** Neither that something is missing nor a defect: whoever asks again may be answered. */
    @Test
    void refusesALineageWith503WhileTheStoreIsAway() {
        ObjectStore away = (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    throw new StoreUnavailableException("no answer from the store");
                });

        assertThatExceptionOfType(WebApplicationException.class)
                .isThrownBy(() -> versions(away).lineage(NAME))
                .satisfies(
                        refusal -> assertThat(refusal.getResponse().getStatus()).isEqualTo(503))
                .satisfies(refusal -> assertThat(refusal.getResponse().getEntity())
                        .isEqualTo(new ApiError("no answer from the store")));
    }

    private VersionResource versions() {
        return versions(store.store());
    }

    private VersionResource versions(ObjectStore store) {
        Standings standings = new Standings();
        standings.on(VERSION);
        AuditBeans audit = AuditBeans.on(store, cache);
        return new VersionResource(standings, new Versions(standings), audit.lineages(), audit.comparisons());
    }
}
