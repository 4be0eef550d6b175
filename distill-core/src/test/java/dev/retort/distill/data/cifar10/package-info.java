@NullMarked
package dev.retort.distill.data.cifar10;

import org.jspecify.annotations.NullMarked;
