@NullMarked
package dev.retort.distill.view;

import org.jspecify.annotations.NullMarked;
