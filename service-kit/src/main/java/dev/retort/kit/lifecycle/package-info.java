/** How a service starts its topics and when it stops by itself. */
@NullMarked
package dev.retort.kit.lifecycle;

import org.jspecify.annotations.NullMarked;
