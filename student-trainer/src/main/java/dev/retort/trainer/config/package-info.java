/** Configuration of the student trainer. */
@NullMarked
package dev.retort.trainer.config;

import org.jspecify.annotations.NullMarked;
