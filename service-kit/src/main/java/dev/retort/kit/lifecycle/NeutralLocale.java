package dev.retort.kit.lifecycle;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;

/**
 * The same digits and decimal points everywhere. Object keys, topic names and scripts hold numbers: written in the digits of
 * one machine's locale, a service on another machine would not find them.
 */
@ApplicationScoped
public class NeutralLocale {
    /** Before anything else that starts. */
    private static final int FIRST = 1;

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        apply();
    }

    static void apply() {
        Locale.setDefault(Locale.ROOT);
    }
}
