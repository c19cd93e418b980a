package io.featurestore.export.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Checks the rules for the packages of the CDK app.
class ArchitectureTest {
    private static final String ROOT = "io.featurestore.export.infra";
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void settingsKnowNoOtherPackage() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".settings")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage(ROOT + ".settings")))
                .check(classes);
    }

    @Test
    void helpersKnowOnlyTheSettings() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".cdk")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(ROOT + ".cdk", ROOT + ".settings")))
                .check(classes);
    }

    @Test
    void theApiAndTheMonitoringDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".api")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".monitoring")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".monitoring")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".api")
                .check(classes);
    }

    @Test
    void nobodyKnowsTheApp() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(classes);
    }

    @Test
    void aPackageHoldsAtMost20Classes() {
        Map<String, Long> sizes = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).hasSizeGreaterThan(5);
        assertThat(sizes.values()).allMatch(count -> count <= 20);
    }
}
