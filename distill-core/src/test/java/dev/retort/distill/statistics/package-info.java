@NullMarked
package dev.retort.distill.statistics;

import org.jspecify.annotations.NullMarked;
