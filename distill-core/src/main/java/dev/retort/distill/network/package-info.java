@NullMarked
package dev.retort.distill.network;

import org.jspecify.annotations.NullMarked;
