package dev.retort.kit.store;

import dev.retort.kit.outage.Outage;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;

/** Any S3 store, by plain calls of MinIO's Java client. */
public final class MinioObjectStore implements ObjectStore {
    private static final Logger LOG = Logger.getLogger(MinioObjectStore.class);
    private static final Set<String> MISSING = Set.of("NoSuchKey", "NoSuchObject");
    private static final Set<String> REFUSALS =
            Set.of("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket", "InvalidBucketName");
    /** What stores say when they are full: MinIO, with and without a quota, and others. */
    private static final Set<String> FULL =
            Set.of("XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "InsufficientStorage", "QuotaExceeded");

    private static final int COPIED_AT_ONCE = 1 << 16;

    private final MinioClient client;
    private final String endpoint;
    private final String bucket;
    private final Patience patience;
    private final Outage outage;

    public MinioObjectStore(MinioClient client, String endpoint, BucketName bucket, Patience patience) {
        this.client = client;
        this.endpoint = endpoint;
        this.bucket = bucket.value();
        this.patience = patience;
        this.outage = new Outage(LOG, "the object store at " + endpoint);
    }

    /**
     * One question without patience: does the store answer, and is the bucket there?
     *
     * @throws StoreUnavailableException if it does not answer
     * @throws StoreRefusedException if it does not let us ask
     */
    public boolean bucketExists() {
        String what = "bucket " + bucket;
        try {
            return once(this::hasBucket);
        } catch (MinioException | IOException e) {
            throwIfFinal(what, e);
            throw new StoreUnavailableException(
                    "the object store at %s does not answer (%s)".formatted(endpoint, why(e)), e);
        }
    }

    private boolean hasBucket() throws MinioException {
        return client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
    }

    /** Makes the bucket where it is missing. */
    public void ensureBucket() {
        call("bucket " + bucket, () -> {
            if (!hasBucket()) {
                client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
            }
            return true;
        });
    }

    @Override
    public boolean exists(String key) {
        try {
            call(
                    key,
                    () -> client.statObject(
                            StatObjectArgs.builder().bucket(bucket).object(key).build()));
            return true;
        } catch (ObjectMissingException e) {
            return false;
        }
    }

    @Override
    public byte[] get(String key) {
        return getAtMost(key, Integer.MAX_VALUE);
    }

    @Override
    public byte[] getAtMost(String key, int bytes) {
        return call(key, () -> {
            try (GetObjectResponse response = client.getObject(
                    GetObjectArgs.builder().bucket(bucket).object(key).build())) {
                return response.readNBytes(bytes);
            }
        });
    }

    @Override
    public void download(String key, Path target) {
        call(key, () -> {
            try (GetObjectResponse response = client.getObject(
                    GetObjectArgs.builder().bucket(bucket).object(key).build())) {
                copy(response, target);
            }
            return true;
        });
    }

    /** A store that fails to send is tried again; a disk that cannot take it is not. */
    private static void copy(InputStream from, Path target) throws IOException {
        byte[] buffer = new byte[COPIED_AT_ONCE];
        try (OutputStream to = create(target)) {
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                write(to, buffer, length, target);
            }
        }
    }

    private static OutputStream create(Path target) {
        try {
            return Files.newOutputStream(target);
        } catch (IOException e) {
            throw LocalDiskException.at(folder(target), e);
        }
    }

    private static Path folder(Path target) {
        return Objects.requireNonNull(target.toAbsolutePath().getParent(), "a root is no file");
    }

    private static void write(OutputStream to, byte[] buffer, int length, Path target) {
        try {
            to.write(buffer, 0, length);
        } catch (IOException e) {
            throw LocalDiskException.at(folder(target), e);
        }
    }

    @Override
    public void put(String key, byte[] bytes) {
        call(
                key,
                () -> client.putObject(PutObjectArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .data(bytes, bytes.length)
                        .build()));
    }

    @Override
    public void put(String key, Path file) {
        call(
                key,
                () -> client.uploadObject(UploadObjectArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .filename(file.toString())
                        .build()));
    }

    @Override
    public List<String> list(String prefix) {
        return call(prefix, () -> {
            List<String> keys = new ArrayList<>();
            for (Result<Item> item : client.listObjects(ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .recursive(true)
                    .build())) {
                keys.add(item.get().objectName());
            }
            return keys.stream().sorted().toList();
        });
    }

    @Override
    public void delete(String key) {
        call(key, () -> {
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(key).build());
            return true;
        });
    }

    private <T> T call(String key, Call<T> call) {
        // By a clock that stands while the machine sleeps.
        long begun = System.nanoTime();
        Duration pause = patience.firstPause();
        while (true) {
            try {
                T answer = once(call);
                outage.over();
                return answer;
            } catch (MinioException | IOException e) {
                throwIfFinal(key, e);
                if (System.nanoTime() - begun + pause.toNanos()
                        > patience.total().toNanos()) {
                    throw gaveUp(e);
                }
                outage.failed(why(e));
                sleep(pause);
                pause = pause.multipliedBy(2).compareTo(patience.longestPause()) < 0
                        ? pause.multipliedBy(2)
                        : patience.longestPause();
            }
        }
    }

    /** The client hides a connection that is refused, breaks or is not trusted in an exception for programming errors. */
    private static <T> T once(Call<T> call) throws MinioException, IOException {
        try {
            return call.run();
        } catch (IllegalStateException e) {
            switch (e.getCause()) {
                case IOException broken -> throw broken;
                case GeneralSecurityException untrusted -> throw new IOException(untrusted);
                case null, default -> throw e;
            }
        }
    }

    private StoreUnavailableException gaveUp(Exception last) {
        String advice = last instanceof ErrorResponseException
                ? "it answers, but with errors: see its log, and whether its disk is full"
                : "check that it runs and is reachable";
        return new StoreUnavailableException(
                "the object store at %s did not do its work for %d s (%s): %s; then start the run again: it goes on"
                        .formatted(endpoint, patience.total().toSeconds(), why(last), advice),
                last);
    }

    /** What the store said, or what is at the bottom of it. */
    private static String why(Throwable failure) {
        if (failure instanceof ErrorResponseException response) {
            return response.errorResponse().code() + ": "
                    + response.errorResponse().message();
        }
        Throwable bottom = failure;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        String said = bottom.getMessage() == null ? bottom.getClass().getSimpleName() : bottom.getMessage();
        return bottom instanceof GeneralSecurityException
                ? said + ": is its authority's certificate in retort.store.trusted-certificates?"
                : said;
    }

    private void throwIfFinal(String key, Exception failure) {
        if (!(failure instanceof ErrorResponseException response)) {
            return;
        }
        String code = response.errorResponse().code();
        if (MISSING.contains(code)) {
            throw new ObjectMissingException("no object " + key + " in bucket " + bucket, failure);
        }
        if (FULL.contains(code)) {
            throw new StoreRefusedException(
                    "the object store at %s is full (%s): make room in it or raise its quota, then start the run again: it goes on"
                            .formatted(endpoint, why(failure)),
                    failure);
        }
        if (REFUSALS.contains(code)) {
            throw new StoreRefusedException(
                    "the object store at %s refused %s in bucket %s (%s): check retort.store.access-key, secret-key and bucket"
                            .formatted(endpoint, key, bucket, why(failure)),
                    failure);
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for the object store", e);
        }
    }

    private interface Call<T> {
        T run() throws MinioException, IOException;
    }
}
