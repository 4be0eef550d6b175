/** Models from the object store into ONNX Runtime. */
@NullMarked
package dev.retort.gateway.storage;

import org.jspecify.annotations.NullMarked;
