package dev.retort.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Inside a service: a plain domain, use cases above it, and adapters named by what they touch. */
@AnalyzeClasses(
        packages = {"dev.retort.teacher", "dev.retort.trainer", "dev.retort.eval", "dev.retort.gateway"},
        importOptions = DoNotIncludeTests.class)
class LayersTest {
    /** Of distill-core it knows networks as data and figures about predictions, which are plain Java as well. */
    @ArchTest
    static final ArchRule domainIsPlainJava = classes()
            .that()
            .resideInAPackage("..domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "",
                    "java..",
                    "org.jspecify..",
                    "..domain..",
                    "dev.retort.contracts..",
                    "dev.retort.distill.drift..",
                    "dev.retort.distill.network..",
                    "dev.retort.distill.score..",
                    "dev.retort.distill.statistics..");

    @ArchTest
    static final ArchRule useCasesKnowNoHttp = noClasses()
            .that()
            .resideInAPackage("..app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.retort.*.http..", "jakarta.ws.rs..", "org.jboss.resteasy..");

    @ArchTest
    static final ArchRule kafkaIsBehindMessaging = noClasses()
            .that()
            .resideOutsideOfPackage("..messaging..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.messaging..");

    @ArchTest
    static final ArchRule endpointsAreInHttp = noClasses()
            .that()
            .resideOutsideOfPackage("..http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule storeClientIsBehindTheKit =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.minio..");

    @ArchTest
    static final ArchRule messagingKnowsNoOtherAdapter = adapter("messaging", "storage", "http");

    @ArchTest
    static final ArchRule storageKnowsNoOtherAdapter = adapter("storage", "messaging", "http");

    @ArchTest
    static final ArchRule httpKnowsNoOtherAdapter = adapter("http", "messaging", "storage");

    @ArchTest
    static final ArchRule djlServingKnowsNoOtherAdapter = adapter("djlserving", "storage", "http");

    private static ArchRule adapter(String name, String first, String second) {
        return noClasses()
                .that()
                .resideInAPackage("dev.retort.*." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.retort.*." + first + "..", "dev.retort.*." + second + "..")
                .allowEmptyShould(true);
    }
}
