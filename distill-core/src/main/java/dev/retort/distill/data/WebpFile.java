package dev.retort.distill.data;

import dev.retort.distill.data.UnreadableImageException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A still image in a WebP file (RFC 9649), its size read from the frame itself. Such a file says its size twice, of the canvas
 * and of the frame, and may hold colour profiles, notes and animations: {@link #bytes} has the frame and its transparency
 * alone, so that a decoder meets no size that was not looked at.
 */
final class WebpFile {
    private static final int RIFF = tag("RIFF");
    private static final int WEBP = tag("WEBP");
    private static final int CANVAS = tag("VP8X");
    private static final int TRANSPARENCY = tag("ALPH");
    private static final int LOSSY = tag("VP8 ");
    private static final int LOSSLESS = tag("VP8L");
    private static final int ANIMATION = tag("ANIM");

    private static final int FILE_HEAD = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int CANVAS_BYTES = 10;
    private static final int CANVAS_HAS_TRANSPARENCY = 0x10;
    private static final int START_CODE = 0x2A019D;
    private static final int SIGNATURE = 0x2F;
    private static final int SIDE_BITS = 14;
    private static final int SIDE = (1 << SIDE_BITS) - 1;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    // Chunks with their heads; a lossless frame holds its transparency itself.
    private final ByteBuffer frame;
    private final ByteBuffer transparency;
    private final int width;
    private final int height;

    private WebpFile(ByteBuffer frame, ByteBuffer transparency, int width, int height) throws UnreadableImageException {
        require(width > 0 && height > 0, "its frame has no pixels");
        this.frame = frame;
        this.transparency = transparency;
        this.width = width;
        this.height = height;
    }

    static boolean is(byte[] file) {
        ByteBuffer bytes = littleEndian(file);
        return file.length >= FILE_HEAD && bytes.getInt(0) == RIFF && bytes.getInt(CHUNK_HEAD) == WEBP;
    }

    /**
     * @param file one that {@link #is}
     * @throws UnreadableImageException if it is cut off, or animated, or has no frame
     */
    static WebpFile read(byte[] file) throws UnreadableImageException {
        ByteBuffer bytes = littleEndian(file).position(FILE_HEAD);
        ByteBuffer transparency = NONE;
        while (bytes.remaining() >= CHUNK_HEAD) {
            ByteBuffer chunk = nextChunk(bytes);
            int tag = chunk.getInt(0);
            if (tag == LOSSLESS) {
                return ofLossless(chunk);
            } else if (tag == LOSSY) {
                return ofLossy(chunk, transparency);
            } else if (tag == TRANSPARENCY) {
                transparency = chunk;
            }
            if (tag == ANIMATION) {
                throw new UnreadableImageException(Reason.NOT_AN_IMAGE, "an animated WebP: send a still one");
            }
        }
        throw damaged("it has no frame");
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** A file of the frame and its transparency. */
    byte[] bytes() {
        boolean transparent = transparency.hasRemaining();
        int length = FILE_HEAD + (transparent ? CHUNK_HEAD + CANVAS_BYTES + even(transparency) : 0) + even(frame);
        byte[] bytes = new byte[length];
        ByteBuffer file =
                littleEndian(bytes).putInt(RIFF).putInt(length - CHUNK_HEAD).putInt(WEBP);
        if (transparent) {
            file.putInt(CANVAS).putInt(CANVAS_BYTES).putInt(CANVAS_HAS_TRANSPARENCY);
            putInThreeBytes(file, width - 1);
            putInThreeBytes(file, height - 1);
            putEven(file, transparency);
        }
        putEven(file, frame);
        return bytes;
    }

    private static ByteBuffer nextChunk(ByteBuffer bytes) throws UnreadableImageException {
        long body = Integer.toUnsignedLong(bytes.getInt(bytes.position() + Integer.BYTES));
        long whole = CHUNK_HEAD + body;
        require(whole <= bytes.remaining(), "%,d of its bytes are missing".formatted(whole - bytes.remaining()));
        ByteBuffer chunk = bytes.slice(bytes.position(), (int) whole).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position((int) Math.min(bytes.limit(), bytes.position() + whole + (body & 1)));
        return chunk;
    }

    /** RFC 6386, section 9.1. */
    private static WebpFile ofLossy(ByteBuffer frame, ByteBuffer transparency) throws UnreadableImageException {
        require(frame.limit() >= CHUNK_HEAD + 10, "its frame ends within its head");
        boolean startsAnew = (frame.get(CHUNK_HEAD) & 1) == 0;
        int startCode = frame.getInt(CHUNK_HEAD + 2) >>> Byte.SIZE;
        require(startsAnew && startCode == START_CODE, "its frame has another head");
        int width = frame.getShort(CHUNK_HEAD + 6) & SIDE;
        int height = frame.getShort(CHUNK_HEAD + 8) & SIDE;
        return new WebpFile(frame, transparency, width, height);
    }

    /** RFC 9649, section 3.4. */
    private static WebpFile ofLossless(ByteBuffer frame) throws UnreadableImageException {
        require(frame.limit() >= CHUNK_HEAD + 5, "its frame ends within its head");
        require(frame.get(CHUNK_HEAD) == SIGNATURE, "its frame has another head");
        int sides = frame.getInt(CHUNK_HEAD + 1);
        return new WebpFile(frame, NONE, 1 + (sides & SIDE), 1 + (sides >>> SIDE_BITS & SIDE));
    }

    private static void putInThreeBytes(ByteBuffer file, int number) {
        file.putShort((short) number).put((byte) (number >>> Short.SIZE));
    }

    private static int even(ByteBuffer chunk) {
        return chunk.limit() + (chunk.limit() & 1);
    }

    private static void putEven(ByteBuffer file, ByteBuffer chunk) {
        file.put(chunk.duplicate());
        file.position(file.position() + (chunk.limit() & 1));
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int tag(String letters) {
        return littleEndian(letters.getBytes(StandardCharsets.US_ASCII)).getInt();
    }

    private static void require(boolean sound, String otherwise) throws UnreadableImageException {
        if (!sound) {
            throw damaged(otherwise);
        }
    }

    private static UnreadableImageException damaged(String what) {
        return new UnreadableImageException(Reason.DAMAGED, "the WebP image is damaged: " + what);
    }
}
