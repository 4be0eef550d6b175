package dev.retort.gateway.http;

import com.google.protobuf.MessageLite;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/**
 * A message on the wire: a byte that says whether it is packed, its length in four bytes, big-endian, and its bytes.
 *
 * @param bytes packed or not
 */
record GrpcFrame(boolean packed, ByteBuffer bytes) {
    private static final int HEAD_BYTES = 5;

    /**
     * @param body of a call, all of it
     * @throws ApiException if it is not one message
     */
    static GrpcFrame only(ByteBuffer body) {
        if (body.remaining() < HEAD_BYTES) {
            throw ApiException.badRequest("the call has no message, but %d bytes".formatted(body.remaining()));
        }
        int flag = body.get(body.position());
        long stated = Integer.toUnsignedLong(body.getInt(body.position() + 1));
        if (flag < 0 || flag > 1) {
            throw ApiException.badRequest("a message begins with 0 or 1, not with " + flag);
        }
        if (stated != body.remaining() - HEAD_BYTES) {
            throw ApiException.badRequest(
                    "%,d bytes follow the head of a message, which says %,d: send one message a call"
                            .formatted(body.remaining() - HEAD_BYTES, stated));
        }
        return new GrpcFrame(flag == 1, body.slice(body.position() + HEAD_BYTES, (int) stated));
    }

    static Buffer of(MessageLite message) {
        byte[] bytes = message.toByteArray();
        return Buffer.buffer(HEAD_BYTES + bytes.length)
                .appendByte((byte) 0)
                .appendInt(bytes.length)
                .appendBytes(bytes);
    }
}
