@NullMarked
package dev.retort.cli.chart;

import org.jspecify.annotations.NullMarked;
