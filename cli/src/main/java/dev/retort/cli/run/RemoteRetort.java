package dev.retort.cli.run;

import dev.retort.contracts.Digest;
import java.net.URI;
import java.nio.file.Path;

/**
 * Services that somebody else runs, such as a compose file.
 *
 * @param image to ask the gateway about
 */
public record RemoteRetort(BrokerConnection kafka, URI teacher, URI gateway, Path image) implements Deployment {
    /** Whoever runs them looks after them. */
    @Override
    public boolean keepUp() {
        return false;
    }

    @Override
    public String logOf(String service) {
        return "what " + service + " prints";
    }

    @Override
    public Path anImage(Digest dataset) {
        return image;
    }
}
