/** The log of a continuous set: new images with what the teacher says of them. */
@NullMarked
package dev.retort.contracts.continuous;

import org.jspecify.annotations.NullMarked;
