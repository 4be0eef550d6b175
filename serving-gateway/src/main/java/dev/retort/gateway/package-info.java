/** The service that answers with the champion: {@code domain}, {@code app}, {@code engine}, and adapters by what they touch. */
@NullMarked
package dev.retort.gateway;

import org.jspecify.annotations.NullMarked;
