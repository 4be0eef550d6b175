package dev.retort.contracts.softtarget;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.event.Message;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Soft targets to and from Protobuf inside a CloudEvent in binary mode; at most 28 bytes a sample all told. */
public final class SoftTargetCodec {
    private SoftTargetCodec() {}

    /** The message for {@code Topics.softTargets(batch.transferSet())}; its key is the batch number's partition. */
    public static Message encode(SoftTargetBatch batch) {
        throw new UnsupportedOperationException();
    }

    /** @throws MalformedMessageException if it is no soft-target message, shapes mismatch or a logit is not finite */
    public static SoftTargetBatch decode(Map<String, String> headers, byte @Nullable [] value)
            throws MalformedMessageException {
        throw new UnsupportedOperationException();
    }
}
