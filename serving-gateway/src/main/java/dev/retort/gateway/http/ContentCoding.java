package dev.retort.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** How a body is packed. Unpacked here and not by the server, so that damage and bombs are answered. */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    private static final int CHUNK = 64 * 1024;

    /** @throws ApiException if it is another one */
    static ContentCoding of(HttpServerRequest request) {
        String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return switch (coding == null ? "identity" : coding.toLowerCase(Locale.ROOT)) {
            case "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default ->
                throw new ApiException(415, "Content-Encoding '" + coding + "': send it plain, with gzip or deflate");
        };
    }

    /**
     * @return what it is given, with the bytes unpacked
     * @throws ApiException if the bytes are not packed so, or the plain ones become too many
     */
    GrowingBytes unpack(ByteBuffer packed, GrowingBytes plain) {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = stream(packed)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                plain.append(chunk, read);
            }
        } catch (IOException e) {
            throw ApiException.badRequest("the body is no whole " + name().toLowerCase(Locale.ROOT) + ": " + e);
        }
        return plain;
    }

    private InputStream stream(ByteBuffer packed) throws IOException {
        InputStream in =
                new ByteArrayInputStream(packed.array(), packed.arrayOffset() + packed.position(), packed.remaining());
        return switch (this) {
            case IDENTITY -> in;
            case GZIP -> new GZIPInputStream(in);
            case DEFLATE -> new InflaterInputStream(in);
        };
    }
}
