package dev.retort.gateway.app;

import dev.retort.contracts.sample.Sample;
import dev.retort.gateway.config.FeedbackConfig;
import dev.retort.gateway.domain.Backlog;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.domain.Observation;
import dev.retort.gateway.domain.RequestId;
import dev.retort.gateway.domain.SampleLog;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.domain.Share;
import dev.retort.gateway.domain.Tap;
import dev.retort.gateway.engine.Turn;
import dev.retort.kit.outage.Outage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Puts the images of a share of the requests on the log of samples, with what was answered. In the background: no answer
 * waits for the log, and what the log does not take in time is dropped and counted.
 */
@ApplicationScoped
public class Sampling {
    /** Who sends the samples, by the log. */
    public static final String SOURCE = "serving-gateway";

    private static final Logger LOG = Logger.getLogger(Sampling.class);

    private final SampleLog log;
    private final Share share;
    private final Backlog backlog;
    private final Outage outage = new Outage(LOG, "the log of samples");
    private final Counter sent;
    private final Counter dropped;
    private final Counter unfit;
    private final Counter failed;
    private final Thread thread = Thread.ofPlatform().name("sampling").daemon().unstarted(this::run);

    Sampling(SampleLog log, FeedbackConfig config, MeterRegistry metrics) {
        this.log = log;
        this.share = new Share(config.share(), "feedback");
        this.backlog = new Backlog(config.queue(), config.queueMemory().asLongValue());
        this.sent = counter(metrics, "sent");
        this.dropped = counter(metrics, "dropped");
        this.unfit = counter(metrics, "unfit");
        this.failed = counter(metrics, "failed");
        if (share.share() < 0 || share.share() > 1) {
            throw new IllegalArgumentException(
                    "retort.gateway.feedback.share is %s: a share is in [0, 1]".formatted(share.share()));
        }
        thread.start();
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return metrics.counter("retort.gateway.feedback.samples", "outcome", outcome);
    }

    /** The lease, with what is answered noted if the request is of the share. */
    Lease beside(Lease lease, RequestId id) {
        return share.share() > 0 && share.takes(id)
                ? Tap.on(lease, (images, logits) -> offer(id, lease.model(), images, logits))
                : lease;
    }

    /** What clients say of a sample is of use only where samples are taken. */
    public boolean isOn() {
        return share.share() > 0;
    }

    private void offer(RequestId id, ServedModel model, Images images, Logits logits) {
        if (!backlog.offer(images, kept -> send(new Observation(id, model, kept, logits)))) {
            dropped.increment(images.count());
        }
    }

    /** What is wrong with its configuration is said at start, and not at the first request. */
    void start(@Observes StartupEvent event) {
        LOG.debugf("%s of the requests are sampled", share.share());
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        Turn.LAST.take();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                backlog.workOnNext();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Observation observation) {
        try {
            List<Sample> samples = observation.samples(SOURCE);
            unfit.increment(observation.images().count() - samples.size());
            for (Sample sample : samples) {
                log.append(sample);
                sent.increment();
            }
            outage.over();
        } catch (RuntimeException e) {
            failed.increment();
            outage.failed(String.valueOf(e.getMessage()));
        }
    }
}
