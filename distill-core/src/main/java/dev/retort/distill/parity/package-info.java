/** Whether an artefact answers as the form that was trained. */
@NullMarked
package dev.retort.distill.parity;

import org.jspecify.annotations.NullMarked;
