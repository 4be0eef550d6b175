package dev.retort.gateway.messaging;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.gateway.domain.RefusalReport;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.kit.log.DeadLetters;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Puts a promotion that cannot be followed aside, once a version, on a thread of its own: the broker may be away. */
@ApplicationScoped
class DeadLetterReport implements RefusalReport {
    private static final Logger LOG = Logger.getLogger(DeadLetterReport.class);

    private final DeadLetters deadLetters;

    DeadLetterReport(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    @Override
    public void refused(PromotionEvent promotion, RefusedModelException why) {
        Thread.ofVirtual().name("refusal-report").start(() -> send(promotion, why));
    }

    private void send(PromotionEvent promotion, RefusedModelException why) {
        Reason reason =
                why.getCause() instanceof ObjectMissingException ? Reason.MISSING_ARTEFACT : Reason.CORRUPT_ARTEFACT;
        try {
            deadLetters.send(
                    promotion,
                    promotion.modelVersion().hex(),
                    new MalformedMessageException(reason, String.valueOf(why.getMessage()), why));
        } catch (RuntimeException e) {
            LOG.warnf("the refusal of %s cannot be reported on the log (%s)", promotion.modelVersion(), e);
        }
    }
}
