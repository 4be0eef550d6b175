/** The object store: a port of seven calls, its MinIO adapter, and on top of it artefacts that are named by their digest. */
@NullMarked
package dev.retort.kit.store;

import org.jspecify.annotations.NullMarked;
