/**
 * Kafka and an S3 store in one process, with their data on disk: what {@code ./retort up} runs on, and the tests of every
 * service. Both speak the real protocols; neither is for production.
 */
@NullMarked
package dev.retort.local;

import org.jspecify.annotations.NullMarked;
