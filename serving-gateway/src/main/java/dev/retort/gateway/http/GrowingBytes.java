package dev.retort.gateway.http;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A body that is not all there yet. What it takes in memory is counted, room that is made beforehand too. For one thread. */
final class GrowingBytes {
    /** What a client announces is believed so far; it may never send it. */
    private static final long GREATEST_FIRST_ROOM = 1024L * 1024;

    private final BodyAccount account;
    private final long expected;
    private byte[] bytes = new byte[0];
    private int length;

    /** @param expected bytes in all; 0 where nobody says */
    GrowingBytes(BodyAccount account, long expected) {
        this.account = account;
        this.expected = expected;
    }

    /** @throws ApiException if it becomes too large, there is no room, or its client has gone */
    void append(Buffer chunk) {
        makeRoom(chunk.length());
        chunk.getBytes(bytes, length);
        length += chunk.length();
    }

    /** As {@link #append(Buffer)}, of the first {@code count} bytes. */
    void append(byte[] chunk, int count) {
        makeRoom(count);
        System.arraycopy(chunk, 0, bytes, length, count);
        length += count;
    }

    /** All of it, not copied. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** Its memory is for others. */
    void drop() {
        account.give(bytes.length);
        bytes = new byte[0];
        length = 0;
    }

    private void makeRoom(int more) {
        long needed = (long) length + more;
        account.requireAllowed(needed);
        if (needed > bytes.length) {
            int before = bytes.length;
            int room = room(needed);
            account.take(room);
            bytes = Arrays.copyOf(bytes, room);
            account.give(before);
        }
    }

    private int room(long needed) {
        long wished = bytes.length == 0 ? Math.min(expected, GREATEST_FIRST_ROOM) : 2L * bytes.length;
        long most = expected > 0 ? Math.min(expected, account.greatest()) : account.greatest();
        return Math.toIntExact(Math.min(Math.max(needed, Math.min(wished, most)), Integer.MAX_VALUE - 8L));
    }
}
