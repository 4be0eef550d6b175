/** What the evaluation service is told. */
@NullMarked
package dev.retort.eval.config;

import org.jspecify.annotations.NullMarked;
