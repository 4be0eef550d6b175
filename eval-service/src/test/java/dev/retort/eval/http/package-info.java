/** Tests of what is answered over HTTP, without a server. */
@org.jspecify.annotations.NullMarked
package dev.retort.eval.http;
