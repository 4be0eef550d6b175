/** Decisions, lineage and standings in words. */
@NullMarked
package dev.retort.cli.audit;

import org.jspecify.annotations.NullMarked;
