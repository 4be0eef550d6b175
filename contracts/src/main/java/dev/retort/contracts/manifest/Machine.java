package dev.retort.contracts.manifest;

import java.util.List;

/**
 * What the bits of a training hang on besides precision and threads: libtorch and oneDNN choose their kernels by it.
 *
 * @param processor architecture and model, such as {@code amd64 Intel(R) Xeon(R)}, and the GPU where there is one
 * @param instructions those extensions that kernels are chosen by, and what the environment caps them to
 * @param libtorch its version
 * @param allocator what is preloaded or tuned for it; {@code default} if nothing is
 */
public record Machine(String processor, List<String> instructions, String libtorch, String allocator) {
    public Machine {
        instructions = List.copyOf(instructions);
    }
}
