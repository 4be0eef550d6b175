package dev.retort.cli.demo;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.run.BrokerConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;

/** Bytes that each topic takes on the disks of the brokers. */
final class LogSizes {
    private LogSizes() {}

    /** @throws CommandFailure if the broker does not say */
    static Map<String, Long> byTopic(BrokerConnection broker) throws InterruptedException {
        try (Admin admin = Admin.create(broker.properties(Map.of()))) {
            var brokers = admin.describeCluster().nodes().get().stream()
                    .map(node -> node.id())
                    .toList();
            Map<String, Long> bytes = new HashMap<>();
            for (Map<String, LogDirDescription> directories :
                    admin.describeLogDirs(brokers).allDescriptions().get().values()) {
                directories
                        .values()
                        .forEach(directory -> directory
                                .replicaInfos()
                                .forEach((partition, replica) ->
                                        bytes.merge(partition.topic(), replica.size(), Long::sum)));
            }
            return Map.copyOf(bytes);
        } catch (ExecutionException e) {
            throw CommandFailure.failed("the broker does not say how large its log is: " + e.getCause(), e);
        }
    }

    /** By topic, what came between two moments; topics that did not grow are left out. */
    static Map<String, Long> growth(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> growth = new HashMap<>();
        after.forEach((topic, bytes) -> {
            long grown = bytes - before.getOrDefault(topic, 0L);
            if (grown > 0) {
                growth.put(topic, grown);
            }
        });
        return Map.copyOf(growth);
    }
}
