package dev.retort.distill.data.cifar10;

import dev.retort.distill.data.LoadProgress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends to a file what it lacks of a resource. */
final class HttpRange {
    private static final int CONNECT_MILLIS = 20_000;

    /** A server that is silent for so long is taken for gone; java.net.http has no such limit for a body. */
    private static final int SILENCE_MILLIS = 60_000;

    private static final int BUFFER_BYTES = 1 << 17;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int TOO_MANY_REQUESTS = 429;

    private HttpRange() {}

    /**
     * One request. What arrived stays in the file, also when this throws.
     *
     * @throws TransferException if the server cannot be reached, breaks off or refuses
     * @throws IOException if the file cannot be written
     */
    static void append(URI address, Path file, long totalBytes, LoadProgress progress)
            throws TransferException, IOException {
        long have = Files.exists(file) ? Files.size(file) : 0;
        HttpURLConnection connection = request(address, have);
        try {
            long from = startOfAnswer(connection, file, have);
            try (InputStream in = body(connection);
                    OutputStream out = Files.newOutputStream(
                            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode(from))) {
                copy(in, out, from, totalBytes, progress);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection request(URI address, long from) throws TransferException {
        try {
            if (!(address.toURL().openConnection() instanceof HttpURLConnection connection)) {
                throw new TransferException("the address does not begin with http: or https:", false);
            }
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(SILENCE_MILLIS);
            if (from > 0) {
                connection.setRequestProperty("Range", "bytes=" + from + "-");
            }
            return connection;
        } catch (IOException | IllegalArgumentException e) {
            throw new TransferException("no such address (" + e + ")", e);
        }
    }

    /** Where in the resource the body begins: 0 if the server does not know ranges. */
    private static long startOfAnswer(HttpURLConnection connection, Path file, long asked)
            throws TransferException, IOException {
        int status = status(connection);
        return switch (status) {
            case HttpURLConnection.HTTP_OK -> 0;
            case HttpURLConnection.HTTP_PARTIAL -> asked;
            case RANGE_NOT_SATISFIABLE -> {
                Files.deleteIfExists(file);
                throw new TransferException("the server's file is shorter than what is here", true);
            }
            default ->
                throw new TransferException(
                        "the server answered status " + status, status >= 500 || status == TOO_MANY_REQUESTS);
        };
    }

    private static int status(HttpURLConnection connection) throws TransferException {
        try {
            return connection.getResponseCode();
        } catch (IOException e) {
            throw new TransferException("the server cannot be reached (" + e + ")", e);
        }
    }

    private static InputStream body(HttpURLConnection connection) throws TransferException {
        try {
            return connection.getInputStream();
        } catch (IOException e) {
            throw new TransferException("the server broke off (" + e + ")", e);
        }
    }

    private static void copy(InputStream in, OutputStream out, long from, long totalBytes, LoadProgress progress)
            throws TransferException, IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long have = from;
        for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
            out.write(buffer, 0, read);
            have += read;
            progress.advanced(Math.min(have, totalBytes), totalBytes, "bytes");
            if (have > totalBytes) {
                return;
            }
        }
        if (have < totalBytes) {
            throw new TransferException(
                    "the server broke off after %,d of %,d bytes".formatted(have, totalBytes), true);
        }
    }

    private static int read(InputStream in, byte[] buffer) throws TransferException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new TransferException("the connection broke (" + e + ")", e);
        }
    }

    private static StandardOpenOption mode(long from) {
        return from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    }
}
