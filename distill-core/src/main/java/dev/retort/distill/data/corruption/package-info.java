/**
 * Images that a camera or a channel has spoilt: noise, blur, lost contrast, a colour cast, each in five severities after
 * Hendrycks and Dietterich 2019. Pure functions of pixels and random numbers: the same bytes on every machine. {@link
 * dev.retort.distill.data.corruption.CorruptedImages} shows a whole set through them.
 */
@NullMarked
package dev.retort.distill.data.corruption;

import org.jspecify.annotations.NullMarked;
