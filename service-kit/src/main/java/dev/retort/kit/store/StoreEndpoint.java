package dev.retort.kit.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an S3 store answers.
 *
 * @param value http or https, a host, a port where it is not the scheme's own; nothing behind
 */
public record StoreEndpoint(String value) {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int GREATEST_PORT = 65_535;

    /** @throws IllegalArgumentException with what is expected and without keys, if it is anything else */
    public StoreEndpoint {
        String fault = fault(value);
        if (fault != null) {
            throw new IllegalArgumentException(
                    "'%s' is no address of a store: %s; expected is one such as http://127.0.0.1:9000 or https://s3.example.org"
                            .formatted(value.replaceFirst("//[^/]*@", "//***@"), fault));
        }
    }

    private static @Nullable String fault(String value) {
        try {
            URI uri = new URI(value);
            if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
                return "it begins with neither http:// nor https://";
            }
            if (uri.getHost() == null) {
                return "it names no host";
            }
            if (uri.getRawUserInfo() != null) {
                return "keys belong into retort.store.access-key and retort.store.secret-key";
            }
            if (uri.getPort() > GREATEST_PORT) {
                return "%d is no port".formatted(uri.getPort());
            }
            boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
            return bare && uri.getRawQuery() == null && uri.getRawFragment() == null
                    ? null
                    : "nothing may come behind host and port";
        } catch (URISyntaxException e) {
            return e.getReason();
        }
    }
}
