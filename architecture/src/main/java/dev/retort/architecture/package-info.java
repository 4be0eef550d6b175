/** What holds over all modules: who may know whom, what the code never does, and that READMEs name the keys that exist. */
@NullMarked
package dev.retort.architecture;

import org.jspecify.annotations.NullMarked;
