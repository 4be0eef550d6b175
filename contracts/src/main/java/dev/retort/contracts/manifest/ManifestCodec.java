package dev.retort.contracts.manifest;

import dev.retort.contracts.MalformedMessageException;

/** Manifests to and from JSON: keys sorted, UTF-8, one form for one value, so that a digest names a value. */
public final class ManifestCodec {
    private ManifestCodec() {}

    public static byte[] encode(Manifest manifest) {
        throw new UnsupportedOperationException(manifest.toString());
    }

    public static <M extends Manifest> M decode(byte[] json, Class<M> type) throws MalformedMessageException {
        throw new UnsupportedOperationException(type.getName());
    }
}
