/** What the commands ask the services over HTTP. */
@NullMarked
package dev.retort.cli.http;

import org.jspecify.annotations.NullMarked;
