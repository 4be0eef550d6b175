package dev.retort.distill.data.cifar10;

import java.net.URI;

/**
 * What a downloaded archive must be.
 *
 * @param md5 as its publisher states it, lower-case hexadecimal; against accidents, not attackers
 */
record OfficialArchive(URI address, long bytes, String md5) {
    static final String FILE_NAME = "cifar-10-binary.tar.gz";

    /** Size and checksum of the binary version, from https://www.cs.toronto.edu/~kriz/cifar.html. */
    static OfficialArchive at(URI address) {
        return new OfficialArchive(address, 170_052_171, "c32a1d4ab5d03f1284b67883e8d87530");
    }
}
