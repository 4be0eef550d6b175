package dev.retort.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** What a module must not know. Each module is a package below {@code dev.retort}. */
@AnalyzeClasses(packages = "dev.retort", importOptions = DoNotIncludeTests.class)
class ModulesTest {
    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "io.smallrye..",
        "jakarta..",
        "org.eclipse.microprofile..",
        "org.jboss..",
        "org.apache.kafka..",
        "io.minio.."
    };

    @ArchTest
    static final ArchRule contractsArePlainJava = classes()
            .that()
            .resideInAPackage("dev.retort.contracts..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "",
                    "java..",
                    "org.jspecify..",
                    "dev.retort.contracts..",
                    "com.fasterxml.jackson..",
                    "com.google.protobuf..",
                    "org.snakeyaml..");

    @ArchTest
    static final ArchRule distillCoreKnowsNoServer = noClasses()
            .that()
            .resideInAPackage("dev.retort.distill..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRAMEWORKS);

    @ArchTest
    static final ArchRule deepLearningIsInDistillCoreAlone = noClasses()
            .that()
            .resideOutsideOfPackage("dev.retort.distill..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ai.onnx..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule distillCoreUsesContracts = module("distill", "contracts");

    @ArchTest
    static final ArchRule localStackStandsAlone = module("local");

    @ArchTest
    static final ArchRule serviceKitKnowsNoService = module("kit", "contracts", "distill");

    @ArchTest
    static final ArchRule teacherKnowsNoOtherService = module("teacher", "contracts", "distill", "kit");

    @ArchTest
    static final ArchRule trainerKnowsNoOtherService = module("trainer", "contracts", "distill", "kit");

    @ArchTest
    static final ArchRule evaluationKnowsNoOtherService = module("eval", "contracts", "distill", "kit");

    @ArchTest
    static final ArchRule gatewayKnowsNoOtherService = module("gateway", "contracts", "distill", "kit");

    @ArchTest
    static final ArchRule commandLineKnowsNoService = module("cli", "contracts", "local", "distill");

    @ArchTest
    static final ArchRule trainerTakesLabelsFromMessages = noClasses()
            .that()
            .resideInAPackage("dev.retort.trainer..")
            .should()
            .callMethod("dev.retort.distill.data.ImageSet", "label", "int");

    @ArchTest
    static final ArchRule evaluationAndGatewayKnowNoTraining = noClasses()
            .that()
            .resideInAnyPackage("dev.retort.eval..", "dev.retort.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.retort.distill.train..", "dev.retort.distill.torchscript..");

    @ArchTest
    static final ArchRule commandLineComputesNothing = noClasses()
            .that()
            .resideInAPackage("dev.retort.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.retort.distill.onnx..",
                    "dev.retort.distill.score..",
                    "dev.retort.distill.torchscript..",
                    "dev.retort.distill.view..",
                    "dev.retort.distill.weights..");

    /** In the main code of a module, so that tests of others find it. */
    @ArchTest
    static final ArchRule whatTestsShareIsForTestsAlone = noClasses()
            .that()
            .resideOutsideOfPackage("..testing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.retort.*.testing..");

    private static ArchRule module(String name, String... mayUse) {
        String[] known = Stream.concat(Stream.of(name), Stream.of(mayUse))
                .map(module -> "dev.retort." + module + "..")
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage("dev.retort." + name + "..")
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("dev.retort..").or(resideInAnyPackage(known)));
    }
}
