/** Of an outage. */
@NullMarked
package dev.retort.kit.outage;

import org.jspecify.annotations.NullMarked;
