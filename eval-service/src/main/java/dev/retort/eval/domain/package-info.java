/** What is to be scored, what was scored, and the rule by which a version becomes champion. Plain Java. */
@NullMarked
package dev.retort.eval.domain;

import org.jspecify.annotations.NullMarked;
