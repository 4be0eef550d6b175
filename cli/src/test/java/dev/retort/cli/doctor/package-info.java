@NullMarked
package dev.retort.cli.doctor;

import org.jspecify.annotations.NullMarked;
