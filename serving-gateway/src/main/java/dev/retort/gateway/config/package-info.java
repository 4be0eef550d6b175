/** Configuration of the gateway. */
@NullMarked
package dev.retort.gateway.config;

import org.jspecify.annotations.NullMarked;
