package dev.retort.cli.up;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.process.ServiceGroup;
import dev.retort.cli.process.ServiceLaunches;
import dev.retort.cli.process.ServiceProcess;
import dev.retort.cli.run.Deployment;
import dev.retort.cli.run.Samples;
import dev.retort.cli.stack.DataFolder;
import dev.retort.cli.stack.Installation;
import dev.retort.cli.stack.Leftovers;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.Digest;
import dev.retort.local.LocalStack;
import dev.retort.local.LocalStackException;
import dev.retort.local.LocalStore;
import dev.retort.local.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** All of Retort on this machine: broker and store in this process, the services as its children. */
public final class LocalRetort implements Deployment, AutoCloseable {
    /** Seconds on a quiet machine; a busy one takes its time, and is told so. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final DataFolder folder;
    private final boolean keepData;
    private final LocalStack stack;
    private final ServiceGroup services;
    private final RunningStack running;
    private boolean closed;

    private LocalRetort(
            DataFolder folder, boolean keepData, LocalStack stack, ServiceGroup services, RunningStack running) {
        this.folder = folder;
        this.keepData = keepData;
        this.stack = stack;
        this.services = services;
        this.running = running;
    }

    /**
     * How to start it.
     *
     * @param datasets where dataset files lie; the data folder's own place where absent
     * @param port of the gateway; 0 takes a free one
     * @param environment of the services, whatever the caller's own says
     */
    public record Settings(
            Installation installation,
            Path data,
            Optional<Path> datasets,
            boolean keepData,
            int port,
            Map<String, String> environment) {
        public Settings {
            environment = Map.copyOf(environment);
        }
    }

    /**
     * Starts everything and returns at once; the services come up meanwhile.
     *
     * @param messages takes news for the user
     * @throws CommandFailure if a port is in use, the folder is locked, or something does not start
     */
    public static LocalRetort start(Settings settings, Consumer<String> messages) throws InterruptedException {
        settings.installation().requireBuilt();
        DataFolder folder = DataFolder.open(settings.data());
        try {
            Leftovers.awaitEnd(folder.stackFile(), messages);
            folder.deleteTemporaryFiles();
            return start(settings, gatewayPort(settings.port()), folder, messages);
        } catch (CommandFailure e) {
            folder.close();
            throw e;
        }
    }

    private static LocalRetort start(Settings settings, int port, DataFolder folder, Consumer<String> messages) {
        LocalStack stack = startStack(folder);
        ServiceGroup services = new ServiceGroup(messages);
        Path datasets = settings.datasets().orElseGet(folder::datasets).toAbsolutePath();
        ServiceLaunches launches = new ServiceLaunches(
                settings.installation(),
                folder,
                stack.broker().bootstrapServers(),
                stack.store().endpoint(),
                datasets,
                settings.environment());
        Map<String, URI> addresses = new HashMap<>();
        try {
            for (Service service : Service.values()) {
                ServiceProcess.Launch launch = launches.of(service, service == Service.GATEWAY ? port : Ports.free());
                addresses.put(service.module(), launch.address());
                services.start(launch);
            }
            RunningStack running = new RunningStack(
                    ProcessHandle.current().pid(),
                    addresses,
                    stack.broker().bootstrapServers(),
                    stack.store().endpoint(),
                    Instant.now());
            running.write(folder.stackFile());
            return new LocalRetort(folder, settings.keepData(), stack, services, running);
        } catch (CommandFailure e) {
            services.close();
            stack.close();
            throw e;
        }
    }

    private static int gatewayPort(int wanted) {
        if (wanted == 0) {
            return Ports.free();
        }
        if (!Ports.isFree(wanted)) {
            throw CommandFailure.environment(
                    "port %d is in use: stop what listens there, or choose another with --port N (0 takes a free one)"
                            .formatted(wanted));
        }
        return wanted;
    }

    private static LocalStack startStack(DataFolder folder) {
        try (ServerLogs.Diversion _ = ServerLogs.to(
                folder.logs().resolve("local-stack.log"), folder.logs().resolve("local-stack.out.log"))) {
            return LocalStack.start(folder.path());
        } catch (LocalStackException e) {
            throw CommandFailure.environment(
                    "%s (its log: %s)".formatted(e.getMessage(), folder.logs().resolve("local-stack.log")), e);
        }
    }

    public void awaitReady() throws InterruptedException {
        services.awaitReady(PATIENCE);
    }

    @Override
    public String kafka() {
        return running.kafka();
    }

    @Override
    public URI teacher() {
        return running.address(Service.TEACHER);
    }

    @Override
    public URI gateway() {
        return running.address(Service.GATEWAY);
    }

    /**
     * Starts again what has died; to be called now and then.
     *
     * @return whether there was something to start
     * @throws CommandFailure if a service dies again and again, the disk is full, or the broker has given up
     */
    @Override
    public boolean keepUp() {
        folder.requireSpace();
        stack.broker().failure().ifPresent(why -> {
            throw CommandFailure.environment("%s (%s). Then call ./retort up again: it goes on where it was"
                    .formatted(why, folder.logs().resolve("local-stack.log")));
        });
        return services.revive();
    }

    @Override
    public String logOf(String service) {
        return folder.logs().resolve(service + ".log").toString();
    }

    @Override
    public Path anImage(Digest dataset) {
        return Samples.write(bucket(), dataset, 1, folder.samples()).getFirst().file();
    }

    public DataFolder folder() {
        return folder;
    }

    /** The folder in which the store keeps its objects. */
    public Path bucket() {
        return folder.store().resolve(LocalStore.BUCKET);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Services first, since they still write while they stop; then broker and store. Once. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        services.close();
        stack.close();
        folder.close();
        if (!keepData) {
            folder.delete();
        }
    }
}
