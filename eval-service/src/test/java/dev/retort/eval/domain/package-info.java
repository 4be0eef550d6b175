@NullMarked
package dev.retort.eval.domain;

import org.jspecify.annotations.NullMarked;
