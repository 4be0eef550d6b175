@NullMarked
package dev.retort.distill.onnx;

import org.jspecify.annotations.NullMarked;
