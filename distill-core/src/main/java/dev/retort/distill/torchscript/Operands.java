package dev.retort.distill.torchscript;

/** How the method of a network names the tensors that it computes with. */
interface Operands {
    /** Of a convolution, in the precision that convolutions run in. */
    String ofConvolution(String name);

    /** Of any other layer, in fp32. */
    String exact(String name);

    /** Text that is true while training: batch norms then take the statistics of the batch. */
    String training();

    /** Whether a backward pass will read what a convolution has answered, so that it may not be overwritten. */
    boolean keepsConvolutions();
}
