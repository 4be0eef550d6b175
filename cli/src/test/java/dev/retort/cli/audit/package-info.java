@NullMarked
package dev.retort.cli.audit;

import org.jspecify.annotations.NullMarked;
