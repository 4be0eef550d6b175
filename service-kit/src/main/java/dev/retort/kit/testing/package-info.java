/** Stand-ins that tests of the services share. */
@NullMarked
package dev.retort.kit.testing;

import org.jspecify.annotations.NullMarked;
