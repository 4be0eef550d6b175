package dev.retort.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A body of multipart/form-data (RFC 7578), whole in memory. Fields are found, not copied. */
final class Form {
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s\";,]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final int GREATEST_HEAD = 8 * 1024;
    private static final String LINE_END = "\r\n";

    private final ByteBuffer body;
    private final byte[] delimiter;

    /** @throws ApiException if the content type names no boundary */
    Form(ByteBuffer body, String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw ApiException.badRequest("Content-Type '" + contentType + "' names no boundary");
        }
        String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        this.body = body;
        this.delimiter = ascii(LINE_END + "--" + name);
    }

    /**
     * Every field of that name, in order.
     *
     * @throws ApiException if the form has no such field, has more than allowed, or ends before it should
     */
    List<ByteBuffer> fields(String name, int greatest) {
        Pattern wanted = Pattern.compile(
                "content-disposition:[^\r\n]*;\\s*name=\"?" + Pattern.quote(name) + "\"?\\s*(;|\r|$)",
                Pattern.CASE_INSENSITIVE);
        List<ByteBuffer> fields = new ArrayList<>();
        int part = afterFirstDelimiter();
        while (!startsWith(part, ascii("--"))) {
            int content = indexOf(ascii(LINE_END + LINE_END), part);
            int end = content < 0 ? -1 : indexOf(delimiter, content + 2);
            if (end < 0 || content - part > GREATEST_HEAD) {
                throw ApiException.badRequest("the form ends before its last boundary, or a head in it does not end");
            }
            if (wanted.matcher(text(part, content)).find()) {
                int start = Math.min(content + 4, end);
                fields.add(body.slice(start, end - start));
            }
            if (fields.size() > greatest) {
                throw ApiException.badRequest("the form has more than the allowed %d files".formatted(greatest));
            }
            part = end + delimiter.length;
        }
        if (fields.isEmpty()) {
            throw ApiException.badRequest(
                    "the form has no file in field '" + name + "': send it as -F " + name + "=@FILE");
        }
        return fields;
    }

    /** The first delimiter has no line end before it where nothing precedes it. */
    private int afterFirstDelimiter() {
        byte[] first = new byte[delimiter.length - 2];
        System.arraycopy(delimiter, 2, first, 0, first.length);
        int at = startsWith(0, first) ? 0 : indexOf(delimiter, 0) + 2;
        if (at == 1) {
            throw ApiException.badRequest("the form does not begin with its boundary");
        }
        return at + first.length;
    }

    private int indexOf(byte[] wanted, int from) {
        for (int at = from; at + wanted.length <= body.limit(); at++) {
            if (body.get(at) == wanted[0] && startsWith(at, wanted)) {
                return at;
            }
        }
        return -1;
    }

    private boolean startsWith(int at, byte[] wanted) {
        if (at + wanted.length > body.limit()) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (body.get(at + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        byte[] bytes = new byte[to - from];
        body.get(from, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
