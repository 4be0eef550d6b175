package dev.retort.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 endpoint in this process, on loopback, with a bucket as a directory and an object as a file. */
public final class LocalStore implements AutoCloseable {
    public static final String BUCKET = "retort";
    public static final String ACCESS_KEY = "retort-local";
    /** Guards nothing: the endpoint is on loopback and gone with the process. */
    public static final String SECRET_KEY = "retort-local-secret";

    private static final String HOST = "127.0.0.1";
    private static final long GREATEST_OBJECT_BYTES = 5L * 1024 * 1024 * 1024;

    private final S3Proxy proxy;

    private LocalStore(S3Proxy proxy) {
        this.proxy = proxy;
    }

    /** @throws LocalStackException if the directory cannot be used or the endpoint does not come up */
    public static LocalStore start(Path directory) {
        return start(directory, Ports.free());
    }

    /**
     * On this port: clients of a store that was here before find it again.
     *
     * @throws LocalStackException if the port is in use, the directory cannot be used or the endpoint does not come up
     */
    public static LocalStore start(Path directory, int port) {
        Ports.requireFree(port);
        try {
            Files.createDirectories(directory.resolve(BUCKET));
            S3Proxy proxy = S3Proxy.builder()
                    .endpoint(URI.create("http://" + HOST + ":" + port))
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                    .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                    .maxSinglePartObjectSize(GREATEST_OBJECT_BYTES)
                    .v4MaxNonChunkedRequestSize(GREATEST_OBJECT_BYTES)
                    .ignoreUnknownHeaders(true)
                    .build();
            proxy.start();
            return new LocalStore(proxy);
        } catch (IOException e) {
            throw new LocalStackException(
                    "the embedded object store cannot use %s (%s): check that it is writable and the disk is not full"
                            .formatted(directory, e.getMessage()),
                    e);
        } catch (Exception e) {
            throw new LocalStackException("the embedded object store does not start: " + e.getMessage(), e);
        }
    }

    public int port() {
        return proxy.getPort();
    }

    public String endpoint() {
        return "http://" + HOST + ":" + proxy.getPort();
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the embedded object store does not stop", e);
        }
    }
}
