@NullMarked
package dev.retort.gateway;

import org.jspecify.annotations.NullMarked;
