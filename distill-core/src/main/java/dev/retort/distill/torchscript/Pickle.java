package dev.retort.distill.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** As much of Python's pickle protocol 2 as an archive needs. */
final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle() {
        op(0x80).op(2);
    }

    Pickle global(String module, String name) {
        return op('c').raw(module + "\n" + name + "\n");
    }

    Pickle emptyTuple() {
        return op(')');
    }

    Pickle newObject() {
        return op(0x81);
    }

    Pickle emptyDict() {
        return op('}');
    }

    Pickle mark() {
        return op('(');
    }

    Pickle tuple() {
        return op('t');
    }

    Pickle setItems() {
        return op('u');
    }

    Pickle build() {
        return op('b');
    }

    Pickle reduce() {
        return op('R');
    }

    Pickle persistentId() {
        return op('Q');
    }

    Pickle none() {
        return op('N');
    }

    Pickle bool(boolean value) {
        return op(value ? 0x88 : 0x89);
    }

    Pickle text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        op('X').int32(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    Pickle integer(int value) {
        return op('J').int32(value);
    }

    byte[] stop() {
        op('.');
        return out.toByteArray();
    }

    private Pickle op(int code) {
        out.write(code);
        return this;
    }

    private Pickle raw(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private Pickle int32(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }
}
