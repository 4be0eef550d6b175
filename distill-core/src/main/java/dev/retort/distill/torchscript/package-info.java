/**
 * TorchScript archives that we write ourselves. In the training form a whole training step is one call into libtorch:
 * {@link dev.retort.distill.torchscript.FlatLayout} says where each tensor lies in flat buffers, {@link
 * dev.retort.distill.torchscript.TrainingScript} turns a network into source, with a {@link
 * dev.retort.distill.torchscript.LossScript} and an {@link dev.retort.distill.torchscript.UpdateScript} in it. The
 * labelling form, {@link dev.retort.distill.torchscript.FrozenScript}, answers logits only, and faster: {@link
 * dev.retort.distill.torchscript.Fusion} says which of its layers are computed in one call. {@link
 * dev.retort.distill.torchscript.TorchArchive} packs source and tensors into a file that libtorch loads.
 */
@NullMarked
package dev.retort.distill.torchscript;

import org.jspecify.annotations.NullMarked;
