/** CIFAR-10 (Krizhevsky 2009) in its official binary layout: found, unpacked or downloaded. */
@NullMarked
package dev.retort.distill.data.cifar10;

import org.jspecify.annotations.NullMarked;
