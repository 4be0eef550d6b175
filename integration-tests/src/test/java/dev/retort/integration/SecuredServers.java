package dev.retort.integration;

import dev.retort.local.LocalStore;
import dev.retort.local.Ports;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A broker with a listener that speaks TLS and asks for a login (SASL_SSL, SCRAM), and a store that speaks https, both with a
 * certificate that nobody knows. The broker's other listener lets the test in.
 */
final class SecuredServers implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;
    private static final int LEAST_ITERATIONS = 4096;

    private final EmbeddedKafkaBroker broker;
    private final S3Proxy store;
    private final Certificate certificate;
    private final int openPort;
    private final int securedPort;

    private SecuredServers(Path folder, Certificate certificate) throws Exception {
        this.certificate = certificate;
        this.openPort = Ports.free();
        this.securedPort = Ports.free();
        this.broker = new EmbeddedKafkaBroker()
                .withKafkaHost(HOST)
                .withKafkaPort(openPort)
                .withControllerPort(Ports.free())
                .withAdditionalProperties(properties -> configure(properties, folder.resolve("kafka")));
        Path objects = Files.createDirectories(folder.resolve("store"));
        Files.createDirectories(objects.resolve(LocalStore.BUCKET));
        this.store = S3Proxy.builder()
                .secureEndpoint(URI.create("https://" + HOST + ":" + Ports.free()))
                .keyStore(certificate.keyStore().toString(), Certificate.PASSWORD)
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, LocalStore.ACCESS_KEY, LocalStore.SECRET_KEY)
                .blobStore(new FilesystemNio2BlobStore(objects.toString()))
                .ignoreUnknownHeaders(true)
                .build();
    }

    static SecuredServers start(Path folder) throws Exception {
        SecuredServers servers = new SecuredServers(folder, Certificate.make(folder));
        servers.store.start();
        servers.broker.start();
        return servers;
    }

    private void configure(Properties properties, Path directory) {
        properties.put("log.dir", directory.toString());
        properties.put("log.dirs", directory.toString());
        properties.put("auto.create.topics.enable", "false");
        String login = ",LOGIN://%s:%d".formatted(HOST, securedPort);
        properties.merge("listeners", login, SecuredServers::append);
        properties.put("advertised.listeners", "PLAINTEXT://" + openBroker() + login);
        properties.merge("listener.security.protocol.map", ",LOGIN:SASL_SSL", SecuredServers::append);
        properties.put("sasl.enabled.mechanisms", MECHANISM.mechanismName());
        properties.put(
                "listener.name.login.scram-sha-256.sasl.jaas.config", login("").replaceFirst(" username.*", ";"));
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put("ssl.keystore.location", certificate.keyStore().toString());
        properties.put("ssl.keystore.password", Certificate.PASSWORD);
    }

    private static Object append(Object before, Object more) {
        return before.toString() + more;
    }

    /** From now on this user is let in. */
    void admit(String user) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", openBroker()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            user, new ScramCredentialInfo(MECHANISM, LEAST_ITERATIONS), password(user))))
                    .all()
                    .get();
        }
    }

    String openBroker() {
        return HOST + ":" + openPort;
    }

    /** What a client of the broker is told, as environment variables. */
    Map<String, String> brokerAs(String user) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                HOST + ":" + securedPort,
                "KAFKA_SECURITY_PROTOCOL",
                "SASL_SSL",
                "KAFKA_SASL_MECHANISM",
                MECHANISM.mechanismName(),
                "KAFKA_SASL_JAAS_CONFIG",
                login(user),
                "KAFKA_SSL_TRUSTSTORE_TYPE",
                "PEM",
                "KAFKA_SSL_TRUSTSTORE_LOCATION",
                certificate.trusted().toString());
    }

    private static String login(String user) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, password(user));
    }

    private static String password(String user) {
        return "of " + user;
    }

    /** What a service is told of the store; whoever does not know the certificate cannot use it. */
    Map<String, String> storeWithCertificate() {
        Map<String, String> told = new HashMap<>(store());
        told.put("RETORT_STORE_TRUSTED_CERTIFICATES", certificate.trusted().toString());
        return told;
    }

    Map<String, String> store() {
        return Map.of(
                "RETORT_STORE_ENDPOINT",
                "https://" + HOST + ":" + store.getSecurePort(),
                "RETORT_STORE_ACCESS_KEY",
                LocalStore.ACCESS_KEY,
                "RETORT_STORE_SECRET_KEY",
                LocalStore.SECRET_KEY);
    }

    @Override
    public void close() {
        broker.close();
        try {
            store.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the store does not stop", e);
        }
    }
}
