/** Many new samples at once, and what that costs a running pipeline. */
@NullMarked
package dev.retort.bench.burst;

import org.jspecify.annotations.NullMarked;
