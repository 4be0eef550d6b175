package dev.retort.teacher.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.Requests.Again;
import dev.retort.contracts.sample.SampleLabelled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the latest samples go by: their content, and the requests that brought them. After batch n it is a function of the
 * batches up to n.
 */
final class KnownSamples {
    /** A batch holds the pixels of its samples. Names of requests must not come to more, however often one image is sent. */
    private static final int REPEATS_PER_SAMPLE = 4;

    private final int greatestRepeats;
    private final Remembered<Digest> contents;
    private final Remembered<String> requests;
    /** Since the last batch. The names of the latest requests count, as they do in what is restored. */
    private final Map<String, Long> repeats = new LinkedHashMap<>();

    /** @param remembered samples */
    KnownSamples(int remembered, int batchSize) {
        this.greatestRepeats = REPEATS_PER_SAMPLE * batchSize;
        this.contents = new Remembered<>(remembered);
        this.requests = new Remembered<>(remembered);
    }

    void restore(ContinuousBatch known) {
        for (int place = 0; place < known.size(); place++) {
            put(known.imageContent(place), known.requests().first().get(place), known.batch() * known.size() + place);
        }
        put(known.requests().again());
    }

    private void put(List<Again> again) {
        again.forEach(request -> requests.put(request.requestId(), request.sample()));
    }

    /** @param requestId empty where there was none */
    void put(Digest content, String requestId, long number) {
        contents.put(content, number);
        if (!requestId.isEmpty()) {
            requests.put(requestId, number);
        }
    }

    /** A request brought a sample that is there; one that is delivered again says nothing new. */
    void again(String requestId, long number, long next) {
        if (find(requestId, next).equals(OptionalLong.of(number))) {
            return;
        }
        repeats.remove(requestId);
        repeats.put(requestId, number);
        if (repeats.size() > greatestRepeats) {
            repeats.remove(repeats.keySet().iterator().next());
        }
    }

    /** Those of the batch that is full now. */
    List<Again> takeRepeats() {
        List<Again> taken = repeats.entrySet().stream()
                .map(repeat -> new Again(repeat.getValue(), repeat.getKey()))
                .toList();
        put(taken);
        repeats.clear();
        return taken;
    }

    /** @param next number of the sample that comes next */
    OptionalLong find(Digest content, long next) {
        return contents.find(content, next);
    }

    OptionalLong find(SampleLabelled label, long next) {
        Digest content = label.content();
        return content != null ? find(content, next) : find(label.requestId(), next);
    }

    private OptionalLong find(@Nullable String requestId, long next) {
        if (requestId == null) {
            return OptionalLong.empty();
        }
        Long repeated = repeats.get(requestId);
        return repeated == null ? requests.find(requestId, next) : OptionalLong.of(repeated);
    }
}
