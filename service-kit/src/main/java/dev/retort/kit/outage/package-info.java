/** What a service says while something that it needs is away. */
@NullMarked
package dev.retort.kit.outage;

import org.jspecify.annotations.NullMarked;
