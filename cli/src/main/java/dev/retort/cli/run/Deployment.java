package dev.retort.cli.run;

import dev.retort.contracts.Digest;
import java.net.URI;
import java.nio.file.Path;

/** Where a run happens: on this laptop, or on servers somewhere. */
public interface Deployment {
    /** To the broker that holds the event log. */
    BrokerConnection kafka();

    URI teacher();

    URI gateway();

    /**
     * Looks after what is to be looked after; called every now and then while a run is watched.
     *
     * @return whether a service had to be started again
     */
    boolean keepUp();

    /** For people: where the log of a service is. */
    String logOf(String service);

    /**
     * An image that the gateway can be asked about.
     *
     * @param dataset that the run's networks were trained on
     */
    Path anImage(Digest dataset);
}
