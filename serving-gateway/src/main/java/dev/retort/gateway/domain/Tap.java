package dev.retort.gateway.domain;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Shows somebody what a model was asked and answered. */
public final class Tap {
    private Tap() {}

    /** @param watcher called on the thread that answers, before the answer is sent: it must be quick */
    public static Lease on(Lease lease, BiConsumer<Images, Logits> watcher) {
        return new Tapped(
                lease,
                new AskedModel(lease.model(), (model, images, deadline) -> ask(model, images, deadline, watcher)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the watcher
    private static CompletableFuture<Outcome> ask(
            ServedModel model, Images images, Deadline deadline, BiConsumer<Images, Logits> watcher) {
        CompletableFuture<Outcome> outcome = model.ask(images, deadline);
        outcome.thenAccept(answer -> {
            if (answer instanceof Outcome.Answered answered) {
                watcher.accept(images, answered.logits());
            }
        });
        return outcome;
    }

    private record Tapped(Lease lease, ServedModel model) implements Lease {
        @Override
        public void close() {
            lease.close();
        }
    }
}
