/** What native code takes of this process's memory: {@link dev.retort.distill.memory.NativeHeap}. */
@NullMarked
package dev.retort.distill.memory;

import org.jspecify.annotations.NullMarked;
