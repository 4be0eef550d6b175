package dev.retort.gateway.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A share of all requests, by their ids: the same ones on every gateway and after every restart.
 *
 * @param share in [0, 1]
 * @param salt so that one purpose takes other requests than another
 */
public record Share(double share, String salt) {
    /** Bits of a double's fraction. */
    private static final int BITS = 53;

    public boolean takes(RequestId id) {
        byte[] hash = sha256().digest((salt + '\n' + id.text()).getBytes(StandardCharsets.UTF_8));
        double place = (ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - BITS)) * 0x1p-53; // in [0, 1)
        return place < share;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
