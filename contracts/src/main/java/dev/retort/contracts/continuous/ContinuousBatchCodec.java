package dev.retort.contracts.continuous;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.Topics;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.Requests.Again;
import dev.retort.contracts.continuous.wire.ContinuousSoftTargetsV1;
import dev.retort.contracts.continuous.wire.ContinuousSoftTargetsV1.ContinuousSoftTargets;
import dev.retort.contracts.event.CloudEvents;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Batches of a continuous set to and from Protobuf inside a CloudEvent in binary mode. */
public final class ContinuousBatchCodec {
    static final String TYPE = "dev.retort.ContinuousSoftTargets.v1";
    private static final String PROTOBUF = "application/protobuf";
    /** All ones: infinity or NaN in binary16. */
    private static final int EXPONENT = 0x7C00;

    private ContinuousBatchCodec() {}

    /** The message for the set's topic; its key is the batch's number. */
    public static Message encode(ContinuousBatch batch) {
        ContinuousSet set = batch.set();
        ContinuousSoftTargets.Builder wire = ContinuousSoftTargets.newBuilder()
                .setSet(bytes(set.id()))
                .setTeacherVersion(bytes(set.teacherVersion()))
                .setBatch(batch.batch())
                .setFirstOffset(batch.firstOffset())
                .setNextOffset(batch.nextOffset())
                .setClasses(set.classes())
                .setViews(set.views())
                .setChannels(set.channels())
                .setHeight(set.height())
                .setWidth(set.width())
                .setPixels(ByteString.copyFrom(batch.pixels()))
                .setLogits(ByteString.copyFrom(toBytes(batch.logits())))
                .addAllRequestId(batch.requests().first())
                .setContent(bytes(batch.content()));
        for (int i = 0; i < batch.size(); i++) {
            wire.addLabel(batch.labels()[i]).addHeldOut(batch.heldOut()[i]);
        }
        batch.lateLabels().forEach(late -> wire.addLateSample(late.sample()).addLateLabel(late.label()));
        batch.requests()
                .again()
                .forEach(again -> wire.addRepeatedSample(again.sample()).addRepeatedRequestId(again.requestId()));
        batch.sources()
                .forEach(source -> wire.addSourceRecord(ContinuousSoftTargetsV1.SourceRecord.newBuilder()
                        .setSource(source.source())
                        .setMessages(source.messages())
                        .setRefused(source.refused())
                        .setIgnore(source.ignore())));
        String number = Long.toString(batch.batch());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CloudEvents.SPEC_VERSION, "1.0");
        headers.put(CloudEvents.ID, number);
        headers.put(CloudEvents.TYPE, TYPE);
        headers.put(CloudEvents.SOURCE, "/retort/teacher-service");
        headers.put(CloudEvents.CONTENT_TYPE, PROTOBUF);
        return new Message(
                Topics.softTargets(set.id()), number, headers, wire.build().toByteArray());
    }

    /**
     * @param set that the topic belongs to
     * @throws MalformedMessageException if it is no batch of the set, counts do not fit or a logit is not finite
     */
    public static ContinuousBatch decode(ContinuousSet set, Map<String, String> headers, byte @Nullable [] value)
            throws MalformedMessageException {
        String type = CloudEvents.requireType(headers, value);
        if (!type.equals(TYPE)) {
            throw new MalformedMessageException(Reason.UNKNOWN_TYPE, "expected " + TYPE + ", got " + type);
        }
        try {
            return fromWire(set, ContinuousSoftTargets.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException(Reason.NOT_PARSEABLE, "no ContinuousSoftTargets: " + e.getMessage(), e);
        }
    }

    private static ContinuousBatch fromWire(ContinuousSet set, ContinuousSoftTargets wire)
            throws MalformedMessageException {
        if (!wire.getSet().equals(bytes(set.id())) || !wire.getTeacherVersion().equals(bytes(set.teacherVersion()))) {
            throw new MalformedMessageException(Reason.UNKNOWN_DATASET, "is of another continuous set");
        }
        require(wire.getContent().size() == bytes(set.id()).size(), "content is not 32 bytes");
        require(wire.getLateSampleCount() == wire.getLateLabelCount(), "late samples and late labels differ in number");
        require(
                wire.getRepeatedSampleCount() == wire.getRepeatedRequestIdCount(),
                "repeated samples and their request ids differ in number");
        require(wire.getLogits().size() % 2 == 0, "half a logit");
        short[] logits = new short[wire.getLogits().size() / 2];
        wire.getLogits()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(logits);
        requireFinite(logits);
        boolean[] heldOut = new boolean[wire.getHeldOutCount()];
        for (int i = 0; i < heldOut.length; i++) {
            heldOut[i] = wire.getHeldOut(i);
        }
        List<LateLabel> lateLabels = IntStream.range(0, wire.getLateSampleCount())
                .mapToObj(i -> new LateLabel(wire.getLateSample(i), wire.getLateLabel(i)))
                .toList();
        try {
            return new ContinuousBatch(
                    set,
                    wire.getBatch(),
                    wire.getFirstOffset(),
                    wire.getNextOffset(),
                    wire.getPixels().toByteArray(),
                    logits,
                    wire.getLabelList().stream().mapToInt(Integer::intValue).toArray(),
                    heldOut,
                    requests(wire),
                    lateLabels,
                    wire.getSourceRecordList().stream()
                            .map(source -> new SourceRecord(
                                    source.getSource(), source.getMessages(), source.getRefused(), source.getIgnore()))
                            .toList(),
                    Digest.ofRaw(wire.getContent().toByteArray()));
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(Reason.WRONG_SHAPE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Requests requests(ContinuousSoftTargets wire) {
        return new Requests(
                wire.getRequestIdList(),
                IntStream.range(0, wire.getRepeatedSampleCount())
                        .mapToObj(i -> new Again(wire.getRepeatedSample(i), wire.getRepeatedRequestId(i)))
                        .toList());
    }

    private static void require(boolean condition, String message) throws MalformedMessageException {
        if (!condition) {
            throw new MalformedMessageException(Reason.WRONG_SHAPE, message);
        }
    }

    private static void requireFinite(short[] logits) throws MalformedMessageException {
        for (int i = 0; i < logits.length; i++) {
            if ((logits[i] & EXPONENT) == EXPONENT) {
                throw new MalformedMessageException(
                        Reason.NON_FINITE, "logit %d is %s".formatted(i, Float.float16ToFloat(logits[i])));
            }
        }
    }

    private static ByteString bytes(Digest digest) {
        return ByteString.copyFrom(digest.toBytes());
    }

    private static byte[] toBytes(short[] logits) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * logits.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(logits);
        return bytes.array();
    }
}
