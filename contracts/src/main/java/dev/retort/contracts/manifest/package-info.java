@NullMarked
package dev.retort.contracts.manifest;

import org.jspecify.annotations.NullMarked;
