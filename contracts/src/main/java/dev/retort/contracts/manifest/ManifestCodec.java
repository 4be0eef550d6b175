package dev.retort.contracts.manifest;

import dev.retort.contracts.JsonRecords;
import dev.retort.contracts.MalformedMessageException;

/** Manifests to and from JSON: keys sorted, UTF-8, one form for one value, so that a digest names a value. */
public final class ManifestCodec {
    private ManifestCodec() {}

    public static byte[] encode(Manifest manifest) {
        return JsonRecords.encode(manifest);
    }

    /** @throws MalformedMessageException if it is no such manifest; unknown JSON keys are ignored */
    public static <M extends Manifest> M decode(byte[] json, Class<M> type) throws MalformedMessageException {
        return JsonRecords.decode(json, type);
    }
}
