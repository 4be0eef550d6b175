/** Tests of the scripts by themselves: each is loaded into libtorch and compared with plain Java in double precision. */
@NullMarked
package dev.retort.distill.torchscript;

import org.jspecify.annotations.NullMarked;
