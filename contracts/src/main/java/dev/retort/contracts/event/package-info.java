@NullMarked
package dev.retort.contracts.event;

import org.jspecify.annotations.NullMarked;
