package dev.retort.eval.app;

import dev.retort.eval.domain.Cycles;
import dev.retort.eval.domain.Standings;
import dev.retort.eval.domain.Worklist;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes beans of the domain's plain classes. */
final class StateProducer {
    private StateProducer() {}

    @Produces
    @Singleton
    static Worklist worklist() {
        return new Worklist();
    }

    @Produces
    @Singleton
    static Standings standings() {
        return new Standings();
    }

    @Produces
    @Singleton
    static Cycles cycles() {
        return new Cycles();
    }
}
