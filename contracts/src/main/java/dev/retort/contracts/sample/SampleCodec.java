package dev.retort.contracts.sample;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.NonFiniteValueException;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.CloudEvents;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.sample.wire.SamplesV1;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of {@code retort.samples} to and from Protobuf inside a CloudEvent in binary mode. */
public final class SampleCodec {
    static final String SAMPLE = "dev.retort.Sample.v1";
    static final String STORED = "dev.retort.StoredSample.v1";
    static final String LABELLED = "dev.retort.SampleLabelled.v1";
    private static final String PROTOBUF = "application/protobuf";
    private static final int DIGEST_BYTES = 32;
    private static final int ID_LENGTH = 32;

    private SampleCodec() {}

    /** The key is the source; the id is a digest of the data, so that the same thing said twice has one id. */
    public static Message encode(SampleMessage message) {
        return switch (message) {
            case Sample sample -> message(sample, SAMPLE, toWire(sample).toByteArray());
            case StoredSample stored -> message(stored, STORED, toWire(stored).toByteArray());
            case SampleLabelled labelled ->
                message(labelled, LABELLED, toWire(labelled).toByteArray());
        };
    }

    private static Message message(SampleMessage message, String type, byte[] data) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CloudEvents.SPEC_VERSION, "1.0");
        headers.put(CloudEvents.ID, Digest.of(data).hex().substring(0, ID_LENGTH));
        headers.put(CloudEvents.TYPE, type);
        headers.put(CloudEvents.SOURCE, "/retort/samples/" + message.source());
        headers.put(CloudEvents.CONTENT_TYPE, PROTOBUF);
        return new Message(Topics.SAMPLES, message.source(), headers, data);
    }

    private static SamplesV1.Sample toWire(Sample sample) {
        SamplesV1.Sample.Builder wire = SamplesV1.Sample.newBuilder()
                .setSource(sample.source())
                .setChannels(sample.channels())
                .setHeight(sample.height())
                .setWidth(sample.width())
                .setPixels(ByteString.copyFrom(sample.pixels()));
        Integer label = sample.label();
        if (label != null) {
            wire.setLabel(label);
        }
        Answer answer = sample.answer();
        if (answer != null) {
            wire.setAnswer(SamplesV1.Answer.newBuilder()
                    .setModelVersion(ByteString.copyFrom(answer.modelVersion().toBytes()))
                    .setTopClass(answer.topClass())
                    .setConfidence((float) answer.confidence()));
        }
        String requestId = sample.requestId();
        return wire.setRequestId(requestId == null ? "" : requestId).build();
    }

    private static SamplesV1.StoredSample toWire(StoredSample stored) {
        SamplesV1.StoredSample.Builder wire = SamplesV1.StoredSample.newBuilder()
                .setSource(stored.source())
                .setChannels(stored.channels())
                .setHeight(stored.height())
                .setWidth(stored.width())
                .setContent(ByteString.copyFrom(stored.content().toBytes()));
        Integer label = stored.label();
        return label == null ? wire.build() : wire.setLabel(label).build();
    }

    private static SamplesV1.SampleLabelled toWire(SampleLabelled labelled) {
        SamplesV1.SampleLabelled.Builder wire = SamplesV1.SampleLabelled.newBuilder()
                .setSource(labelled.source())
                .setLabel(labelled.label());
        String requestId = labelled.requestId();
        if (requestId != null) {
            wire.setRequestId(requestId);
        }
        Digest content = labelled.content();
        if (content != null) {
            wire.setContent(ByteString.copyFrom(content.toBytes()));
        }
        return wire.build();
    }

    /**
     * @throws MalformedMessageException {@code UNKNOWN_TYPE} or {@code NOT_PARSEABLE} if it is none of the messages,
     *     {@code OUT_OF_RANGE} or {@code NON_FINITE} if a value is not allowed, {@code WRONG_SHAPE} if counts do not fit
     */
    public static SampleMessage decode(Map<String, String> headers, byte @Nullable [] value)
            throws MalformedMessageException {
        String type = CloudEvents.requireType(headers, value);
        try {
            return switch (type) {
                case SAMPLE -> fromWire(SamplesV1.Sample.parseFrom(value));
                case STORED -> fromWire(SamplesV1.StoredSample.parseFrom(value));
                case LABELLED -> fromWire(SamplesV1.SampleLabelled.parseFrom(value));
                default ->
                    throw new MalformedMessageException(
                            Reason.UNKNOWN_TYPE,
                            "expected %s, %s or %s, got %s".formatted(SAMPLE, STORED, LABELLED, type));
            };
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException(Reason.NOT_PARSEABLE, "no %s: %s".formatted(type, e.getMessage()), e);
        } catch (NonFiniteValueException e) {
            throw new MalformedMessageException(Reason.NON_FINITE, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(Reason.OUT_OF_RANGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Sample fromWire(SamplesV1.Sample wire) throws MalformedMessageException {
        int pixels = wire.getPixels().size();
        long expected = unsigned(wire.getChannels()) * unsigned(wire.getHeight());
        // The product of two fits a long, that of three need not.
        if (expected > pixels || expected * unsigned(wire.getWidth()) != pixels) {
            throw new MalformedMessageException(
                    Reason.WRONG_SHAPE,
                    "%d bytes of pixels are no %s × %s × %s"
                            .formatted(
                                    pixels,
                                    Integer.toUnsignedString(wire.getChannels()),
                                    Integer.toUnsignedString(wire.getHeight()),
                                    Integer.toUnsignedString(wire.getWidth())));
        }
        return new Sample(
                wire.getSource(),
                wire.getChannels(),
                wire.getHeight(),
                wire.getWidth(),
                wire.getPixels().toByteArray(),
                wire.hasLabel() ? wire.getLabel() : null,
                wire.hasAnswer() ? fromWire(wire.getAnswer()) : null,
                emptyToNull(wire.getRequestId()));
    }

    private static StoredSample fromWire(SamplesV1.StoredSample wire) throws MalformedMessageException {
        return new StoredSample(
                wire.getSource(),
                wire.getChannels(),
                wire.getHeight(),
                wire.getWidth(),
                digest("content", wire.getContent()),
                wire.hasLabel() ? wire.getLabel() : null);
    }

    private static Answer fromWire(SamplesV1.Answer wire) throws MalformedMessageException {
        return new Answer(
                digest("answer.model_version", wire.getModelVersion()), wire.getTopClass(), wire.getConfidence());
    }

    private static SampleLabelled fromWire(SamplesV1.SampleLabelled wire) throws MalformedMessageException {
        return new SampleLabelled(
                wire.getSource(),
                emptyToNull(wire.getRequestId()),
                wire.getContent().isEmpty() ? null : digest("content", wire.getContent()),
                wire.getLabel());
    }

    private static Digest digest(String field, ByteString bytes) throws MalformedMessageException {
        if (bytes.size() != DIGEST_BYTES) {
            throw new MalformedMessageException(Reason.WRONG_SHAPE, field + " is not 32 bytes");
        }
        return Digest.ofRaw(bytes.toByteArray());
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
