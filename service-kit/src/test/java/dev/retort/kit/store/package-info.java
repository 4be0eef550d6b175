/** Of the store, with stores and disks that fail. */
@NullMarked
package dev.retort.kit.store;

import org.jspecify.annotations.NullMarked;
