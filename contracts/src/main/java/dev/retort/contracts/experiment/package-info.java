@NullMarked
package dev.retort.contracts.experiment;

import org.jspecify.annotations.NullMarked;
