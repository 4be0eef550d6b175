/** What Retort is measured with: programs that print one JSON line a measurement, run beside their peers in Python. */
@NullMarked
package dev.retort.bench;

import org.jspecify.annotations.NullMarked;
