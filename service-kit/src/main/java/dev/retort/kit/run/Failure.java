package dev.retort.kit.run;

import dev.retort.distill.train.NonFiniteLossException;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.StoreRefusedException;
import dev.retort.kit.store.StoreUnavailableException;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Why a piece of work did not come to its end, as the log and people are told.
 *
 * @param code that of a {@link RunFailure}, and else of the exception: StoreRefusedException becomes store-refused
 * @param reason in words
 */
public record Failure(String code, String reason, Throwable cause) {
    public static Failure of(Throwable cause) {
        String code = cause instanceof RunFailure known ? known.code() : codeOf(cause);
        return new Failure(code, cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }

    private static String codeOf(Throwable cause) {
        return cause.getClass()
                .getSimpleName()
                .replaceAll("Exception$", "")
                .replaceAll("([a-z])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    /** Whether it is over when store and broker are back. */
    public boolean isOutage() {
        return cause instanceof StoreUnavailableException || cause instanceof BrokerUnavailableException;
    }

    /** @param what failed, such as {@code run small-1} */
    public void log(Logger log, String what) {
        if (isExpected()) {
            log.errorf("%s failed: %s: %s", what, code, reason);
        } else {
            log.errorf(cause, "%s failed: %s", what, code);
        }
    }

    /** One whose message says all: where in the code it happened helps nobody. */
    private boolean isExpected() {
        return isOutage()
                || cause instanceof RunFailure
                || cause instanceof NonFiniteLossException
                || cause instanceof StoreRefusedException
                || cause instanceof LocalDiskException;
    }
}
