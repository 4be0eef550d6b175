package dev.retort.contracts.event;

import dev.retort.contracts.Topics;

/**
 * What services tell each other. Facts are in the past tense, commands in the imperative. On the wire each is a
 * CloudEvent in binary mode whose type is {@code dev.retort.<simple name>.v1} and whose data is JSON.
 */
public sealed interface Event permits Command, RunEvent, CheckpointPublished, EvaluationEvent, PromotionEvent {

    /** The Kafka key: events with one key stay in order. */
    String key();

    /** The topic this event lives on. */
    default String topic() {
        return switch (this) {
            case Command command -> Topics.COMMANDS;
            case RunEvent runEvent -> Topics.PROGRESS;
            case CheckpointPublished published -> Topics.CHECKPOINTS;
            case EvaluationEvent evaluation -> Topics.EVALUATIONS;
            case PromotionEvent promotion -> Topics.PROMOTIONS;
        };
    }
}
