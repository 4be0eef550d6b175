/** The local stack for Quarkus tests. */
@NullMarked
package dev.retort.local.testing;

import org.jspecify.annotations.NullMarked;
