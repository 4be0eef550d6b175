/** The use cases: prepare a run (dataset, teacher, transfer set), train a teacher, label views. */
@NullMarked
package dev.retort.teacher.app;

import org.jspecify.annotations.NullMarked;
