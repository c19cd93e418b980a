package io.featurestore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.featurestore.local.LocalAws;
import io.featurestore.steps.Limits;

/** Which package may know which. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter().importUrls(Stream.of(Limits.class, LocalAws.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toList());
    }

    @Test
    void looksAtBothModules() {
        assertThat(classes.contain("io.featurestore.functions.ValidateRequestHandler")).isTrue();
        assertThat(classes.contain("io.featurestore.local.LocalAws")).isTrue();
    }

    @Test
    void awsIsKnownToAdaptersAndHandlersAlone() {
        noClasses().that().resideInAPackage("io.featurestore.export..")
                .and().resideOutsideOfPackages("io.featurestore.export.adapters..", "io.featurestore.export.handlers..")
                .should().dependOnClassesThat().resideInAnyPackage("software.amazon.awssdk..", "com.amazonaws..",
                        "software.amazon.lambda..")
                .check(classes);
    }

    @Test
    void handlersAreKnownToNobody() {
        noClasses().that().resideInAPackage("io.featurestore.export..")
                .and().resideOutsideOfPackage("io.featurestore.export.handlers..")
                .should().dependOnClassesThat().resideInAPackage("io.featurestore.export.handlers..")
                .check(classes);
    }

    @Test
    void adaptersAreKnownToHandlersAlone() {
        noClasses().that().resideInAPackage("io.featurestore.export..")
                .and().resideOutsideOfPackages("io.featurestore.export.adapters..", "io.featurestore.export.handlers..")
                .should().dependOnClassesThat().resideInAPackage("io.featurestore.export.adapters..")
                .check(classes);
    }

    @Test
    void packagesOfTheFunctionsHaveNoCycles() {
        slices().matching("io.featurestore.export.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void packagesOfTheEmbeddedServicesHaveNoCycles() {
        slices().matching("io.featurestore.local.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void theEmbeddedServicesKnowNothingOfTheExport() {
        noClasses().that().resideInAPackage("io.featurestore.local..")
                .should().dependOnClassesThat().resideInAPackage("io.featurestore.export..")
                .check(classes);
    }
}
