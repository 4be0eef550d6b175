package dev.retort.kit.config;

import dev.retort.kit.store.StoreEndpoint;
import org.eclipse.microprofile.config.spi.Converter;

/** Lets an address that cannot be one end the start, with the key, rather than the store's client. */
public class StoreEndpointConverter implements Converter<StoreEndpoint> {
    private static final long serialVersionUID = 1;

    @Override
    public StoreEndpoint convert(String value) {
        return new StoreEndpoint(value);
    }
}
