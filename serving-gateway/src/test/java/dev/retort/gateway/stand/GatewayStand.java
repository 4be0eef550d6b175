package dev.retort.gateway.stand;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.weights.Initialization;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.kit.store.Patience;
import dev.retort.local.LocalStack;
import dev.retort.local.LocalStore;
import io.minio.MinioClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Starts broker, store and the packaged gateway, publishes and promotes a network of random weights for 32 × 32 pixels,
 * says when it answers, and stops everything when its input ends.
 */
public final class GatewayStand {
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final int CLASSES = 10;
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.49, 0.48, 0.45), List.of(0.25, 0.24, 0.26));

    private GatewayStand() {}

    /** @param arguments an empty directory, the gateway's quarkus-run.jar, a port, and a network's name */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[2]);
        try (LocalStack stack = LocalStack.start(directory)) {
            Digest version = publish(stack, directory, arguments[3]);
            Process gateway = start(stack, directory, Path.of(arguments[1]), port);
            try {
                promote(stack, version);
                awaitReady(gateway, URI.create("http://127.0.0.1:" + port + "/v2/health/ready"));
                System.out.println("ready: version " + version + ", process " + gateway.pid());
                System.in.transferTo(OutputStream.nullOutputStream());
            } finally {
                gateway.destroy();
                gateway.waitFor();
            }
        }
    }

    private static Digest publish(LocalStack stack, Path directory, String name) throws IOException {
        Network network = Networks.create(name, SHAPE, CLASSES);
        Path onnx = directory.resolve(ModelManifest.ONNX);
        Files.write(onnx, OnnxExport.export(network, Initialization.kaiming(network, 1), NORMALIZATION));
        MinioClient client = MinioClient.builder()
                .endpoint(stack.store().endpoint())
                .credentials(LocalStore.ACCESS_KEY, LocalStore.SECRET_KEY)
                .build();
        MinioObjectStore store =
                new MinioObjectStore(client, stack.store().endpoint(), LocalStore.BUCKET, Patience.TWO_MINUTES);
        store.ensureBucket();
        Map<String, Path> files = Map.of(ModelManifest.ONNX, onnx);
        return new ArtefactStore(store, directory.resolve("publisher"))
                .publish(ObjectKeys::model, manifest(name, files), files);
    }

    private static ModelManifest manifest(String network, Map<String, Path> files) {
        return new ModelManifest(
                network,
                IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList(),
                SHAPE.channels(),
                SHAPE.height(),
                SHAPE.width(),
                NORMALIZATION.mean(),
                NORMALIZATION.standardDeviation(),
                "stand",
                "random",
                0,
                null,
                Digest.of(new byte[0]),
                null,
                null,
                "stand",
                ArtefactStore.entries(files));
    }

    private static Process start(LocalStack stack, Path directory, Path jar, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_PORT", Integer.toString(port),
                        "KAFKA_BOOTSTRAP_SERVERS", stack.broker().bootstrapServers(),
                        "RETORT_STORE_ENDPOINT", stack.store().endpoint(),
                        "RETORT_STORE_ACCESS_KEY", LocalStore.ACCESS_KEY,
                        "RETORT_STORE_SECRET_KEY", LocalStore.SECRET_KEY,
                        "RETORT_STORE_BUCKET", LocalStore.BUCKET,
                        "RETORT_CACHE_DIRECTORY", directory.resolve("cache").toString()));
        return builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("gateway.log").toFile())
                .start();
    }

    private static void promote(LocalStack stack, Digest version) {
        Message message = new EventCodec("stand")
                .encode(new ModelPromoted(
                        PromotionEvent.CHAMPION, version, null, "stand", "random", "for the stand", Instant.now()));
        Map<String, Object> properties =
                Map.of("bootstrap.servers", stack.broker().bootstrapServers());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(message.topic(), message.key(), message.value());
            message.headers()
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the promotion cannot be written", e);
        }
    }

    private static void awaitReady(Process gateway, URI ready) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!answers(client, ready)) {
                if (!gateway.isAlive()) {
                    throw new IllegalStateException("the gateway ended with " + gateway.exitValue());
                }
                Thread.sleep(Duration.ofMillis(100));
            }
        }
    }

    private static boolean answers(HttpClient client, URI ready) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(ready).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
