package dev.retort.contracts.softtarget;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.CloudEvents;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.softtarget.wire.SoftTargetsV1.SoftTargets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Soft targets to and from Protobuf inside a CloudEvent in binary mode; at most 28 bytes a sample all told. */
public final class SoftTargetCodec {
    static final String TYPE = "dev.retort.SoftTargets.v1";
    private static final String PROTOBUF = "application/protobuf";
    private static final int DIGEST_BYTES = 32;
    /** All ones: infinity or NaN in binary16. */
    private static final int EXPONENT = 0x7C00;

    private SoftTargetCodec() {}

    /** The message for the transfer set's topic; its key is the batch's first sequence number. */
    public static Message encode(SoftTargetBatch batch) {
        SoftTargets wire = SoftTargets.newBuilder()
                .setTransferSet(ByteString.copyFrom(batch.transferSet().toBytes()))
                .setTeacherVersion(ByteString.copyFrom(batch.teacherVersion().toBytes()))
                .setView(batch.view())
                .setFirstSequence(batch.firstSequence())
                .setClasses(batch.classes())
                .addAllDatasetIndex(
                        Arrays.stream(batch.datasetIndices()).boxed().toList())
                .addAllHardLabel(Arrays.stream(batch.hardLabels()).boxed().toList())
                .setLogits(ByteString.copyFrom(toBytes(batch.logits())))
                .build();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CloudEvents.SPEC_VERSION, "1.0");
        headers.put(CloudEvents.ID, Long.toString(batch.firstSequence()));
        headers.put(CloudEvents.TYPE, TYPE);
        headers.put(CloudEvents.SOURCE, "/retort/teacher-service");
        headers.put(CloudEvents.CONTENT_TYPE, PROTOBUF);
        return new Message(
                Topics.softTargets(batch.transferSet()),
                Long.toString(batch.firstSequence()),
                headers,
                wire.toByteArray());
    }

    /** @throws MalformedMessageException if it is no soft-target message, shapes mismatch or a logit is not finite */
    public static SoftTargetBatch decode(Map<String, String> headers, byte @Nullable [] value)
            throws MalformedMessageException {
        String type = CloudEvents.requireType(headers, value);
        if (!type.equals(TYPE)) {
            throw new MalformedMessageException(Reason.UNKNOWN_TYPE, "expected " + TYPE + ", got " + type);
        }
        try {
            return fromWire(SoftTargets.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException(Reason.NOT_PARSEABLE, "no SoftTargets: " + e.getMessage(), e);
        }
    }

    private static SoftTargetBatch fromWire(SoftTargets wire) throws MalformedMessageException {
        int samples = wire.getDatasetIndexCount();
        int classes = wire.getClasses();
        require(wire.getTransferSet().size() == DIGEST_BYTES, "transfer_set is not 32 bytes");
        require(wire.getTeacherVersion().size() == DIGEST_BYTES, "teacher_version is not 32 bytes");
        require(samples > 0, "there is no sample");
        require(classes > 1, "classes is " + Integer.toUnsignedString(classes));
        requireNotNegative("view", wire.getView(), Integer.toUnsignedString(wire.getView()));
        requireNotNegative("first_sequence", wire.getFirstSequence(), Long.toUnsignedString(wire.getFirstSequence()));
        require(wire.getHardLabelCount() == samples, wire.getHardLabelCount() + " labels for " + samples + " samples");
        require(
                wire.getLogits().size() == 2L * samples * classes,
                "%d bytes of logits for %d samples of %d classes"
                        .formatted(wire.getLogits().size(), samples, classes));
        int[] labels =
                wire.getHardLabelList().stream().mapToInt(Integer::intValue).toArray();
        int[] indices =
                wire.getDatasetIndexList().stream().mapToInt(Integer::intValue).toArray();
        requireRange("hard_label", labels, classes);
        requireRange("dataset_index", indices, Integer.MAX_VALUE);
        short[] logits = new short[samples * classes];
        wire.getLogits()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(logits);
        requireFinite(logits, classes);
        return new SoftTargetBatch(
                Digest.ofRaw(wire.getTransferSet().toByteArray()),
                Digest.ofRaw(wire.getTeacherVersion().toByteArray()),
                wire.getView(),
                wire.getFirstSequence(),
                classes,
                indices,
                labels,
                logits);
    }

    private static void require(boolean condition, String message) throws MalformedMessageException {
        if (!condition) {
            throw new MalformedMessageException(Reason.WRONG_SHAPE, message);
        }
    }

    /** Protobuf's unsigned numbers come as Java's signed ones. */
    private static void requireNotNegative(String field, long value, String unsigned) throws MalformedMessageException {
        if (value < 0) {
            throw new MalformedMessageException(Reason.OUT_OF_RANGE, "%s %s is too large".formatted(field, unsigned));
        }
    }

    private static void requireRange(String field, int[] values, int end) throws MalformedMessageException {
        for (int value : values) {
            if (value < 0 || value >= end) {
                throw new MalformedMessageException(
                        Reason.OUT_OF_RANGE,
                        "%s %s is not in [0, %d)".formatted(field, Integer.toUnsignedString(value), end));
            }
        }
    }

    private static void requireFinite(short[] logits, int classes) throws MalformedMessageException {
        for (int i = 0; i < logits.length; i++) {
            if ((logits[i] & EXPONENT) == EXPONENT) {
                throw new MalformedMessageException(
                        Reason.NON_FINITE,
                        "logit %d of sample %d is %s"
                                .formatted(i % classes, i / classes, Float.float16ToFloat(logits[i])));
            }
        }
    }

    private static byte[] toBytes(short[] logits) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * logits.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(logits);
        return bytes.array();
    }
}
