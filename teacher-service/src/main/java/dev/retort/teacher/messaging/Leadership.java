package dev.retort.teacher.messaging;

import dev.retort.contracts.Topics;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.outage.Outage;
import dev.retort.teacher.config.TeacherConfig;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which replica trains teachers and opens and closes transfer sets: the owner of the one partition of the commands, in a
 * consumer group of all replicas. A replica that is cut off goes on until it hears that another one leads.
 */
@ApplicationScoped
public class Leadership {
    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final String GROUP = "retort-teacher-leader";
    /** As Kafka takes it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final KafkaConnection connection;
    private final String replica;
    private final Outage broker;
    private final List<Runnable> successors = new CopyOnWriteArrayList<>();
    private volatile boolean leads;
    private boolean campaigns;
    private volatile boolean stopped;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> member;

    Leadership(KafkaConnection connection, TeacherConfig config) {
        this.connection = connection;
        this.replica = requireName(config.replica());
        this.broker = new Outage(LOG, "the group of teachers at " + connection.bootstrapServers());
    }

    private static String requireName(String replica) {
        if (!NAME.matcher(replica).matches()) {
            throw new IllegalArgumentException(
                    "retort.teacher.replica is '%s': 1 to 249 letters, digits, dots, dashes and underscores"
                            .formatted(replica));
        }
        return replica;
    }

    public boolean leads() {
        return leads;
    }

    /** @param gained called on another thread whenever this replica has come to lead */
    public synchronized void campaign(Runnable gained) {
        successors.add(gained);
        if (!campaigns) {
            campaigns = true;
            Thread.ofPlatform().name("leadership").daemon().start(this::campaignUntilStopped);
        } else if (leads) {
            gained.run();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        KafkaConsumer<byte[], byte[]> now = member;
        if (now != null) {
            now.wakeup();
        }
    }

    private void campaignUntilStopped() {
        while (!stopped) {
            KafkaConsumer<byte[], byte[]> consumer = ReplicaConsumer.of(GROUP, replica, connection.properties());
            member = consumer;
            try {
                takePart(consumer);
            } catch (WakeupException e) {
                LOG.debug("the service stops");
            } catch (FencedInstanceIdException e) {
                leads = false;
                stopped = true;
                LOG.errorf(
                        "another teacher-service calls itself %s, this one stays idle: give each a retort.teacher.replica of its own and start it again",
                        replica);
            } catch (KafkaException e) {
                broker.failed(connection.explain(e));
                pause();
            } finally {
                ReplicaConsumer.close(consumer);
            }
        }
    }

    private void takePart(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.subscribe(List.of(Topics.COMMANDS), new Succession(consumer));
        while (!stopped) {
            consumer.poll(POLL);
            broker.over();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Succession implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> consumer;

        Succession(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        /** Called after every rebalance, with what is new; what is not in the assignment is another's. */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            consumer.pause(added);
            boolean led = leads;
            leads = !consumer.assignment().isEmpty();
            if (leads && !led) {
                LOG.debugf("%s leads", replica);
                successors.forEach(Runnable::run);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> removed) {
            leads = leads && removed.isEmpty();
        }

        /** Perhaps nobody has taken over: the next assignment says so. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> removed) {}
    }
}
