@NullMarked
package dev.retort.trainer.domain;

import org.jspecify.annotations.NullMarked;
