package dev.retort.kit.store;

import io.minio.BucketExistsArgs;
import io.minio.DownloadObjectArgs;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Any S3 store, by plain calls of MinIO's Java client. */
public final class MinioObjectStore implements ObjectStore {
    private static final Logger LOG = Logger.getLogger(MinioObjectStore.class);
    private static final Set<String> MISSING = Set.of("NoSuchKey", "NoSuchObject");
    private static final Set<String> REFUSALS =
            Set.of("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket", "InvalidBucketName");

    private final MinioClient client;
    private final String endpoint;
    private final String bucket;
    private final Patience patience;

    public MinioObjectStore(MinioClient client, String endpoint, String bucket, Patience patience) {
        this.client = client;
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.patience = patience;
    }

    /** One question without patience: does the store answer, and is the bucket there? */
    public boolean bucketExists() throws MinioException {
        return client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
    }

    /** Makes the bucket where it is missing. */
    public void ensureBucket() {
        call("bucket " + bucket, () -> {
            if (!bucketExists()) {
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
        return call(key, () -> {
            try (GetObjectResponse response = client.getObject(
                    GetObjectArgs.builder().bucket(bucket).object(key).build())) {
                return response.readAllBytes();
            }
        });
    }

    @Override
    public void download(String key, Path target) {
        call(key, () -> {
            client.downloadObject(DownloadObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .filename(target.toString())
                    .overwrite(true)
                    .build());
            return true;
        });
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
        Instant deadline = Instant.now().plus(patience.total());
        Duration pause = patience.firstPause();
        while (true) {
            try {
                return call.run();
            } catch (MinioException | IOException e) {
                throwIfFinal(key, e);
                if (Instant.now().plus(pause).isAfter(deadline)) {
                    throw new StoreUnavailableException(
                            "the object store at %s did not answer for %s (%s): check that it runs and is reachable"
                                    .formatted(endpoint, patience.total(), e),
                            e);
                }
                LOG.warnf("object store at %s: %s; trying %s again in %d ms", endpoint, e, key, pause.toMillis());
                sleep(pause);
                pause = pause.multipliedBy(2).compareTo(patience.longestPause()) < 0
                        ? pause.multipliedBy(2)
                        : patience.longestPause();
            }
        }
    }

    private void throwIfFinal(String key, Exception failure) {
        if (!(failure instanceof ErrorResponseException response)) {
            return;
        }
        String code = response.errorResponse().code();
        if (MISSING.contains(code)) {
            throw new ObjectMissingException("no object " + key + " in bucket " + bucket, failure);
        }
        if (REFUSALS.contains(code)) {
            throw new StoreRefusedException(
                    "the object store at %s refused %s in bucket %s: %s (%s); check retort.store.*"
                            .formatted(
                                    endpoint,
                                    key,
                                    bucket,
                                    response.errorResponse().message(),
                                    code),
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
