package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleCodec;
import dev.retort.contracts.sample.SampleMessage;
import dev.retort.contracts.sample.StoredSample;
import dev.retort.distill.data.ImageDecoder;
import dev.retort.distill.data.UnreadableImageException;
import dev.retort.distill.network.ImageShape;
import dev.retort.kit.log.MessageSender;
import dev.retort.teacher.domain.PixelStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images in files, resized as the run's dataset is, to {@code retort.samples}. */
@ApplicationScoped
public class SampleIntake {
    private final OpenSets openSets;
    private final PixelStore pixels;
    private final MessageSender sender;

    SampleIntake(OpenSets openSets, PixelStore pixels, MessageSender sender) {
        this.openSets = openSets;
        this.pixels = pixels;
        this.sender = sender;
    }

    /** Where the pixels of a message are. */
    public enum Way {
        /** In the message. */
        INLINE,
        /** In the store, under the content's digest; the message names that. */
        BY_KEY
    }

    /** Why nothing was taken: the message is for the sender. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean closed;

        RefusedException(boolean closed, String message) {
            super(message);
            this.closed = closed;
        }

        /** Whether no run takes samples now; otherwise the images are at fault. */
        public boolean closed() {
            return closed;
        }
    }

    /** One image as it was sent. Holds a bare array and is gone with its request. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Upload(byte[] file, @Nullable Integer label) {}

    /**
     * Sends all of them or, if one cannot be used, none.
     *
     * @param way how their pixels travel
     * @return the content digest of each, in their order
     */
    public List<Digest> send(String source, Way way, List<Upload> uploads) throws RefusedException {
        ContinuousSet set = openSets.find()
                .orElseThrow(
                        () -> new RefusedException(
                                true,
                                "no run takes samples now: start an experiment with a section 'continuous', and wait until its students are trained"));
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < uploads.size(); i++) {
            samples.add(sample(set, source, uploads.get(i), i));
        }
        samples.forEach(sample -> send(sample, way));
        return samples.stream().map(Sample::content).toList();
    }

    private void send(Sample sample, Way way) {
        SampleMessage message = switch (way) {
            case INLINE -> sample;
            case BY_KEY -> {
                pixels.put(sample);
                yield StoredSample.of(sample);
            }
        };
        sender.send(SampleCodec.encode(message));
    }

    private static Sample sample(ContinuousSet set, String source, Upload upload, int number) throws RefusedException {
        Integer label = upload.label();
        if (label != null && (label < 0 || label >= set.classes())) {
            throw new RefusedException(
                    false, "image %d: label %d is not in [0, %d)".formatted(number, label, set.classes()));
        }
        try {
            byte[] pixels =
                    new ImageDecoder(new ImageShape(set.channels(), set.height(), set.width())).decode(upload.file());
            return new Sample(source, set.channels(), set.height(), set.width(), pixels, label, null, null);
        } catch (UnreadableImageException | IllegalArgumentException e) {
            throw new RefusedException(false, "image %d: %s".formatted(number, e.getMessage()));
        }
    }
}
