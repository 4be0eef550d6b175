package dev.retort.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {
    private static final TopicPartition TOPIC = new TopicPartition("kept", 0);

    @TempDir
    Path directory;

    @Test
    void findsItsRecordsAndObjectsAgainAfterARestart() throws Exception {
        try (LocalStack stack = LocalStack.start(directory)) {
            produce(stack.broker().bootstrapServers());
            byte[] bytes = "kept".getBytes(StandardCharsets.UTF_8);
            client(stack)
                    .putObject(PutObjectArgs.builder()
                            .bucket(LocalStore.BUCKET)
                            .object("a/b/c")
                            .data(bytes, bytes.length)
                            .build());
        }

        try (LocalStack stack = LocalStack.start(directory)) {
            assertThat(consume(stack.broker().bootstrapServers())).isEqualTo("value");
            try (var object = client(stack)
                    .getObject(GetObjectArgs.builder()
                            .bucket(LocalStore.BUCKET)
                            .object("a/b/c")
                            .build())) {
                assertThat(object.readAllBytes()).asString().isEqualTo("kept");
            }
            assertThat(client(stack)
                            .listObjects(ListObjectsArgs.builder()
                                    .bucket(LocalStore.BUCKET)
                                    .prefix("a/")
                                    .recursive(true)
                                    .build()))
                    .singleElement()
                    .satisfies(item -> assertThat(item.get().objectName()).isEqualTo("a/b/c"));
        }
    }

    private static MinioClient client(LocalStack stack) {
        return MinioClient.builder()
                .endpoint(stack.store().endpoint())
                .credentials(LocalStore.ACCESS_KEY, LocalStore.SECRET_KEY)
                .build();
    }

    private static void produce(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers));
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>(TOPIC.topic(), "key", "value")).get();
        }
    }

    private static String consume(String servers) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(20))) {
                return record.value();
            }
            return "nothing";
        }
    }
}
