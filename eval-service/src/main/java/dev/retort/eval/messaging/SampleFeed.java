package dev.retort.eval.messaging;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Topics;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatchCodec;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.sample.Answer;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleCodec;
import dev.retort.eval.domain.AnswerFeed;
import dev.retort.eval.domain.SeenAnswer;
import dev.retort.kit.log.KafkaRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Reads new images, for the gateway's answers that they carry, and a continuous set, for the teacher's. What cannot be read
 * is passed over: those who learn from it put it aside.
 */
final class SampleFeed implements AnswerFeed {
    private final Consumer<byte[], byte[]> consumer;
    private final int answers;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private @Nullable ContinuousSet set;

    SampleFeed(Consumer<byte[], byte[]> consumer, int answers) {
        this.consumer = consumer;
        this.answers = answers;
    }

    @Override
    public void follow(ContinuousSet next) {
        assigned.removeIf(partition -> !partition.topic().equals(Topics.SAMPLES));
        set = next;
    }

    @Override
    public void rewind(Instant since) {
        assignWhatIsThere();
        Map<TopicPartition, Long> times = new HashMap<>();
        samples().forEach(partition -> times.put(partition, since.toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                consumer.seek(partition, found.offset());
            }
        });
    }

    @Override
    public void skipToLast(int records) {
        consumer.endOffsets(samples())
                .forEach((partition, end) ->
                        consumer.seek(partition, Math.max(consumer.position(partition), end - records)));
    }

    private List<TopicPartition> samples() {
        return assigned.stream()
                .filter(partition -> partition.topic().equals(Topics.SAMPLES))
                .toList();
    }

    @Override
    public List<SeenAnswer> poll(Duration patience) throws InterruptedException {
        try {
            assignWhatIsThere();
            List<SeenAnswer> seen = new ArrayList<>();
            if (assigned.isEmpty()) {
                Thread.sleep(patience);
                return seen;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
                read(record, seen);
            }
            return seen;
        } catch (InterruptException e) {
            // It sets the thread's flag again, and a consumer that is closed with the flag set complains.
            Thread.interrupted();
            throw new InterruptedException("interrupted while waiting for samples");
        }
    }

    /** Topics appear once somebody makes them. */
    private void assignWhatIsThere() {
        boolean samplesMissing =
                assigned.stream().noneMatch(each -> each.topic().equals(Topics.SAMPLES));
        boolean setMissing =
                set != null && assigned.stream().allMatch(each -> each.topic().equals(Topics.SAMPLES));
        if (samplesMissing) {
            assign(Topics.SAMPLES, answers);
        }
        if (set != null && setMissing) {
            assign(Topics.softTargets(set.id()), answers / set.batchSize() + 1);
        }
    }

    /** From so many records before the end on. */
    private void assign(String topic, int records) {
        List<TopicPartition> found = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (assigned.addAll(found)) {
            consumer.assign(assigned);
            seek(found, records);
        }
    }

    private void seek(Collection<TopicPartition> partitions, int records) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions)
                .forEach((partition, end) ->
                        consumer.seek(partition, Math.max(first.getOrDefault(partition, 0L), end - records)));
    }

    private void read(ConsumerRecord<byte[], byte[]> record, List<SeenAnswer> into) {
        Map<String, String> headers = KafkaRecords.headers(record.headers());
        ContinuousSet followed = set;
        try {
            if (record.topic().equals(Topics.SAMPLES)) {
                if (SampleCodec.decode(headers, record.value()) instanceof Sample sample) {
                    read(sample, into);
                }
            } else if (followed != null) {
                read(ContinuousBatchCodec.decode(followed, headers, record.value()), into);
            }
        } catch (MalformedMessageException e) {
            // As the class says.
        }
    }

    private static void read(Sample sample, List<SeenAnswer> into) {
        Answer answer = sample.answer();
        if (answer != null) {
            into.add(new SeenAnswer.OfStudent(
                    sample.content(), answer.modelVersion(), answer.topClass(), answer.confidence()));
        }
    }

    private static void read(ContinuousBatch batch, List<SeenAnswer> into) {
        for (int place = 0; place < batch.size(); place++) {
            into.add(new SeenAnswer.OfTeacher(batch.imageContent(place), batch.teacherAnswer(place)));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
