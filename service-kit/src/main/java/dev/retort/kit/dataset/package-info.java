/** Datasets by digest: put into the object store once, fetched and cached by every service. */
@NullMarked
package dev.retort.kit.dataset;

import org.jspecify.annotations.NullMarked;
