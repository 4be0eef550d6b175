package dev.retort.contracts.continuous;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.event.ContinuousSet;
import java.util.List;

/**
 * By which requests the images of a batch came: a label may name any of them.
 *
 * @param first [batchSize], empty where there was no request
 * @param again later requests with an image that was there already, of this batch or an earlier one
 */
public record Requests(List<String> first, List<Again> again) {
    public Requests {
        first = List.copyOf(first);
        again = List.copyOf(again);
    }

    /** No image came again. */
    public static Requests of(List<String> first) {
        return new Requests(first, List.of());
    }

    /**
     * A request with an image that was there already.
     *
     * @param sample number in the set: batch × batchSize + place
     * @param requestId a name
     */
    public record Again(long sample, String requestId) {
        public Again {
            Arguments.requireNotNegative("sample", sample);
            Arguments.requireName("requestId", requestId);
        }

        boolean isKnownBy(ContinuousSet set, long batch) {
            return sample < (batch + 1) * set.batchSize();
        }
    }
}
