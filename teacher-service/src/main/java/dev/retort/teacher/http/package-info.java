/** Runs, over HTTP. */
@NullMarked
package dev.retort.teacher.http;

import org.jspecify.annotations.NullMarked;
