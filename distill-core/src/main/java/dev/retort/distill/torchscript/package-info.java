/**
 * The training form: a TorchScript archive that we write ourselves, so that a whole training step is one call into
 * libtorch. {@link dev.retort.distill.torchscript.FlatLayout} says where each tensor lies in flat buffers, {@link
 * dev.retort.distill.torchscript.TrainingScript} turns a network into source, with a {@link
 * dev.retort.distill.torchscript.LossScript} and an {@link dev.retort.distill.torchscript.UpdateScript} in it, {@link
 * dev.retort.distill.torchscript.TorchArchive} packs both into a file that libtorch loads.
 */
@NullMarked
package dev.retort.distill.torchscript;

import org.jspecify.annotations.NullMarked;
