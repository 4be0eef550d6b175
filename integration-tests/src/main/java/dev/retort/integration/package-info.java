/** The services as built, against the real broker and the real store in containers: tests alone. */
@NullMarked
package dev.retort.integration;

import org.jspecify.annotations.NullMarked;
