package dev.retort.gateway.storage;

import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.engine.Turn;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What takes processor time before a version may answer, behind those who answer meanwhile. It has a thread of its own: a turn
 * cannot be taken back, and threads inherit it, which workers must not.
 */
interface Preparation<T> {
    T run() throws RefusedModelException, IOException;

    /** Returns when it has ended, interrupted or not: what it opened would be lost. It is told of an interrupt. */
    static <T> T later(Preparation<T> preparation) throws RefusedModelException, IOException {
        FutureTask<T> task = new FutureTask<>(() -> {
            Turn.LATER.take();
            return preparation.run();
        });
        Thread thread = Thread.ofPlatform().name("model-preparation").daemon().start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) throws RefusedModelException, IOException {
        return switch (cause) {
            case RefusedModelException refused -> throw refused;
            case IOException failed -> throw failed;
            case Error failed -> throw failed;
            case RuntimeException failed -> failed;
            case null, default -> new IllegalStateException(cause);
        };
    }
}
