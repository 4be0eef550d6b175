/** The model that answers, and how one follows another without a request noticing. */
@NullMarked
package dev.retort.gateway.domain;

import org.jspecify.annotations.NullMarked;
