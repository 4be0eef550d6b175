package dev.retort.gateway.domain;

import dev.retort.contracts.event.PromotionEvent;

/** Where it is said that a promotion could not be followed. Returns at once. */
public interface RefusalReport {
    void refused(PromotionEvent promotion, RefusedModelException why);
}
