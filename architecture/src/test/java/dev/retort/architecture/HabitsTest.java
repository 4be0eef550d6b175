package dev.retort.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.retort.gateway.ServingGateway;
import java.security.SecureRandom;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/**
 * What the code never does. Bare arrays in records, default charsets and default locales of case changes are Error Prone's
 * (ArrayRecordComponent, DefaultCharset, StringCaseLocaleUsage).
 */
@AnalyzeClasses(packages = "dev.retort", importOptions = DoNotIncludeTests.class)
class HabitsTest {
    /** Written by protoc. */
    private static final String[] GENERATED = {
        "dev.retort.contracts.continuous.wire..",
        "dev.retort.contracts.sample.wire..",
        "dev.retort.contracts.softtarget.wire..",
        "dev.retort.gateway.http.wire.."
    };

    @ArchTest
    static final ArchRule collaboratorsComeThroughConstructors = noFields()
            .should()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
            .orShould()
            .beAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Channel");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveNameMatching(".*(Manager|Helper|Utils?)");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().that().resideOutsideOfPackages(GENERATED).should(beInANullMarkedPackage());

    @ArchTest
    static final ArchRule onlyTheCommandLineWritesToTheTerminal =
            noClasses().that().resideOutsideOfPackage("dev.retort.cli..").should(ACCESS_STANDARD_STREAMS);

    /** The gateway's main method begins SLF4J for the libraries. */
    @ArchTest
    static final ArchRule servicesLogThroughJBossLogging = noClasses()
            .that()
            .resideOutsideOfPackage("dev.retort.cli..")
            .and()
            .doNotBelongToAnyOf(ServingGateway.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..");

    /** A view, a weight or an order that no seed fixes could not be made again. */
    @ArchTest
    static final ArchRule chanceComesFromASeed = noClasses()
            .that()
            .resideInAPackage("dev.retort.distill..")
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(SplittableRandom.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ThreadLocalRandom.class, SecureRandom.class);

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, "%s has no package-info with @NullMarked".formatted(type.getPackageName())));
            }
        };
    }
}
