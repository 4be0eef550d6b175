/**
 * {@code ./retort demo continuous}: images that change while a student is served, and what comes of it. Everything that it
 * shows is measured at the gateway, or read off the log of the running system.
 */
@NullMarked
package dev.retort.cli.demo;

import org.jspecify.annotations.NullMarked;
