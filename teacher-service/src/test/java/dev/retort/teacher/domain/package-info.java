@NullMarked
package dev.retort.teacher.domain;

import org.jspecify.annotations.NullMarked;
