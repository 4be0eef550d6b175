/** What one can ask of the trainer over HTTP: to train a student again, and how far retrainings are. */
@NullMarked
package dev.retort.trainer.http;

import org.jspecify.annotations.NullMarked;
