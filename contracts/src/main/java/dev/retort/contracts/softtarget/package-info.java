@NullMarked
package dev.retort.contracts.softtarget;

import org.jspecify.annotations.NullMarked;
