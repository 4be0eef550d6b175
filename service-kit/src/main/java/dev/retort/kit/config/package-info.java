/** Configuration that all services share. */
@NullMarked
package dev.retort.kit.config;

import org.jspecify.annotations.NullMarked;
