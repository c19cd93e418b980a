package io.featurestore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.featurestore.steps.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holds the arrows between the packages: which one may know which.
class ArchitectureTest {
    /// The packages of the functions, from the ground up.
    private static final List<String> PACKAGES =
            List.of("failure", "records", "store", "sql", "steps", "aws", "export", "functions");
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .importUrls(List.of(
                        Limits.class.getProtectionDomain().getCodeSource().getLocation()));
    }

    @Test
    void looksAtTheFunctions() {
        assertThat(classes.contain("io.featurestore.functions.ValidateRequestHandler"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "failure, ''",
        "records, ''",
        "store, failure records",
        "sql, failure records store",
        "steps, failure records store sql",
        "aws, failure records store steps",
        "export, failure records store sql steps",
        "functions, failure records store sql steps aws export"
    })
    void aPackageKnowsOnlyTheOnesItMayKnow(String name, String known) {
        List<String> others = new ArrayList<>(PACKAGES);
        others.remove(name);
        others.removeAll(List.of(known.split(" ")));
        if (!others.isEmpty()) {
            noClasses()
                    .that()
                    .resideInAPackage("io.featurestore." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others.stream()
                            .map(other -> "io.featurestore." + other + "..")
                            .toArray(String[]::new))
                    .check(classes);
        }
    }

    @Test
    void awsIsKnownToAdaptersAndHandlersAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.featurestore..")
                .and()
                .resideOutsideOfPackages("io.featurestore.aws..", "io.featurestore.functions..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.awssdk..", "com.amazonaws..", "software.amazon.lambda..")
                .check(classes);
    }

    @ParameterizedTest
    @CsvSource({"records", "store", "sql", "steps"})
    void packagesHaveNoCycles(String name) {
        slices().matching("io.featurestore." + name + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void aPackageHoldsAtMost20Classes() {
        Map<String, Long> sizes = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).hasSizeGreaterThan(25);
        assertThat(sizes.values()).allMatch(count -> count <= 20);
    }
}
