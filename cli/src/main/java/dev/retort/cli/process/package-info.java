/** The four services as child processes: started with their environment, watched until they are ready, stopped in the end. */
@NullMarked
package dev.retort.cli.process;

import org.jspecify.annotations.NullMarked;
