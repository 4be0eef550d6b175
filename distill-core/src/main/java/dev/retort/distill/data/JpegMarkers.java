package dev.retort.distill.data;

import java.util.Optional;

/**
 * What a JPEG file (ITU-T T.81, annex B) says between its scans, without decoding: what decoding it will take.
 *
 * @param components colours
 * @param scans that all go over the whole image, in a progressive file a few bits at a time
 */
record JpegMarkers(int components, int scans) {
    /** Programs write about ten. Each takes as long as the image has pixels, however few its bytes are. */
    static final int GREATEST_SCANS = 64;

    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int FIRST_RESTART = 0xD0;
    private static final int COMPONENTS_AT = 9;

    /** Empty if the file is none, or has no frame. */
    static Optional<JpegMarkers> of(byte[] file) {
        if (file.length < 2 || shortAt(file, 0) != START_OF_IMAGE) {
            return Optional.empty();
        }
        int components = 0;
        int scans = 0;
        for (int at = nextMarker(file, 2); at >= 0; at = nextMarker(file, next(file, at))) {
            int marker = file[at + 1] & 0xFF;
            if (marker == END_OF_IMAGE) {
                break;
            }
            scans += marker == START_OF_SCAN ? 1 : 0;
            if (isFrame(marker) && at + COMPONENTS_AT < file.length) {
                components = file[at + COMPONENTS_AT] & 0xFF;
            }
        }
        return components == 0 ? Optional.empty() : Optional.of(new JpegMarkers(components, scans));
    }

    /** At most, at its height: coefficients, where several scans bring them; what comes of them; of inks, colours too. */
    int bytesAPixel() {
        int coefficients = scans > 1 ? components * Short.BYTES : 0;
        return coefficients + (components > 3 ? 3 * components : components);
    }

    /** The place of the next 0xFF that begins a marker; −1 if there is none. */
    private static int nextMarker(byte[] file, int from) {
        for (int at = from; at + 1 < file.length; at++) {
            int code = file[at + 1] & 0xFF;
            if (file[at] == (byte) 0xFF && !isData(code)) {
                return at;
            }
        }
        return -1;
    }

    /** A byte of 0xFF as data, filling, and where decoding can begin anew. */
    private static boolean isData(int code) {
        return code == 0 || code == 0xFF || (code >= FIRST_RESTART && code < FIRST_RESTART + 8);
    }

    /** Behind a marker's segment. */
    private static int next(byte[] file, int at) {
        return at + 3 < file.length ? at + 2 + shortAt(file, at + 2) : file.length;
    }

    /** 0xC0 to 0xCF but for tables and what is reserved. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static int shortAt(byte[] file, int at) {
        return ((file[at] & 0xFF) << 8) | (file[at + 1] & 0xFF);
    }
}
