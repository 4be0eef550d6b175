/** Line charts, as a picture for a browser and as text for a terminal. They draw what they are given, and know nothing of it. */
@NullMarked
package dev.retort.cli.chart;

import org.jspecify.annotations.NullMarked;
