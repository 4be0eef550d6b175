@NullMarked
package dev.retort.cli.demo;

import org.jspecify.annotations.NullMarked;
