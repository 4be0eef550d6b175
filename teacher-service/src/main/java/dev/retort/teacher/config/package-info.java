/** Configuration of the teacher service. */
@NullMarked
package dev.retort.teacher.config;

import org.jspecify.annotations.NullMarked;
