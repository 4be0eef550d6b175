package dev.retort.cli.up;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.terminal.ProgressView;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ctrl-C, a closed terminal, a polite kill: the JVM ends either way, and waits until everything has stopped. */
public final class CtrlC {
    private final AtomicBoolean pressed = new AtomicBoolean();

    /** From now on. */
    public void stops(LocalRetort retort, ProgressView view) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            pressed.set(true);
            if (!retort.isClosed()) {
                view.say("\nStopping …");
            }
            retort.close();
        }));
    }

    /** Whatever goes wrong while everything is being stopped is no news: then this does not return. */
    public CommandFailure after(CommandFailure failure) throws InterruptedException {
        if (pressed.get()) {
            Thread.currentThread().join();
        }
        return failure;
    }
}
