package dev.retort.contracts.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.retort.contracts.Json;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Manifests to and from JSON: keys sorted, UTF-8, one form for one value, so that a digest names a value. */
public final class ManifestCodec {
    private ManifestCodec() {}

    public static byte[] encode(Manifest manifest) {
        try {
            return Json.MAPPER.writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest that has no JSON form: " + manifest, e);
        }
    }

    public static <M extends Manifest> M decode(byte[] json, Class<M> type) throws MalformedMessageException {
        try {
            @Nullable M manifest = Json.MAPPER.readValue(json, type);
            if (manifest == null) {
                throw new MalformedMessageException(Reason.WRONG_SHAPE, "the manifest is JSON null");
            }
            return manifest;
        } catch (IOException e) {
            throw new MalformedMessageException(
                    Reason.NOT_PARSEABLE, type.getSimpleName() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
