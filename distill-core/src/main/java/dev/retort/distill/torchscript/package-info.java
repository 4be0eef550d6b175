@NullMarked
package dev.retort.distill.torchscript;

import org.jspecify.annotations.NullMarked;
