package dev.retort.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A certificate for this machine that signs itself, made by Java's own tool.
 *
 * @param keyStore its key with it, as PKCS #12
 * @param trusted the certificate alone, as PEM
 */
record Certificate(Path keyStore, Path trusted) {
    static final String PASSWORD = "of-no-secret";

    static Certificate make(Path folder) throws IOException, InterruptedException {
        Certificate made = new Certificate(folder.resolve("key.p12"), folder.resolve("trusted.pem"));
        Commands commands = new Commands(folder, Map.of());
        String[] store = {"-keystore", made.keyStore.toString(), "-storepass", PASSWORD, "-alias", "servers"};
        commands.run(
                keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=servers", "-ext", "san=ip:127.0.0.1"));
        commands.run(keytool(store, "-exportcert", "-rfc", "-file", made.trusted.toString()));
        return made;
    }

    private static String[] keytool(String[] store, String... arguments) {
        return Stream.of(new String[] {"keytool"}, arguments, store)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
    }
}
