package dev.retort.kit.config;

import dev.retort.kit.store.BucketName;
import org.eclipse.microprofile.config.spi.Converter;

/** Lets a name that no store would take end the start, with the key, rather than the first call of the store's client. */
public class BucketNameConverter implements Converter<BucketName> {
    private static final long serialVersionUID = 1;

    @Override
    public BucketName convert(String value) {
        return new BucketName(value);
    }
}
