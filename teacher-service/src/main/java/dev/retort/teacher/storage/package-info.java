/** New images in the object store, each under its content's digest. */
@NullMarked
package dev.retort.teacher.storage;

import org.jspecify.annotations.NullMarked;
