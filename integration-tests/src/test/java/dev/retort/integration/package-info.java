/**
 * The services as built, against Kafka, MinIO and Toxiproxy in containers: one of each for the whole build, started when the
 * first test needs it. Without Docker those tests are skipped, and {@code ./retort test} says how many.
 */
@NullMarked
package dev.retort.integration;

import org.jspecify.annotations.NullMarked;
