/** Images in, classes out: the plain protocol and the open inference protocol. */
@NullMarked
package dev.retort.gateway.http;

import org.jspecify.annotations.NullMarked;
