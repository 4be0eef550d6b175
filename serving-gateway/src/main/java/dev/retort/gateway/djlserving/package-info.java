/** A DJL Serving process that computes in place of this one, over HTTP. */
@NullMarked
package dev.retort.gateway.djlserving;

import org.jspecify.annotations.NullMarked;
