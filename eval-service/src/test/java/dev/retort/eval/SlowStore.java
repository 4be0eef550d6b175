package dev.retort.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.kit.store.ObjectMissingException;
import dev.retort.kit.store.ObjectStore;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whatever is asked of it, it answers that it is not there, and not before it may. */
public final class SlowStore {
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answering = new CountDownLatch(1);

    public ObjectStore store() {
        return (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, (store, method, arguments) -> {
                    asked.countDown();
                    answering.await();
                    throw new ObjectMissingException("there is no such object");
                });
    }

    public void awaitQuestion() throws InterruptedException {
        assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    public void answer() {
        answering.countDown();
    }
}
