package io.featurestore.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holds the rules between the packages of the embedded services.
class ArchitectureTest {
    private static final String ROOT = "io.featurestore.local";
    private static final int MOST_CLASSES = 20;

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .importUrl(LocalAws.class.getProtectionDomain().getCodeSource().getLocation());
    }

    /// Guards the other rules: they would all hold for no classes.
    @Test
    void looksAtTheClassesOfThisModule() {
        assertThat(classes.contain(ROOT + ".LocalAws")).isTrue();
        assertThat(packages()).hasSizeGreaterThan(15);
    }

    @Test
    void theModuleKnowsNothingElseOfTheProject() {
        noClasses()
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.featurestore..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage(ROOT + "..")))
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void aPackageHoldsAtMost20Classes() {
        Map<String, Long> sizes = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes.values()).allMatch(count -> count <= MOST_CLASSES);
    }

    /// Every package of the module has a row, so that a new package cannot escape the rule.
    @ParameterizedTest
    @CsvSource({
        "store, ''",
        "http, ''",
        "glue, http store",
        "lambda, http",
        "s3.model, http",
        "s3.storage, http s3.model",
        "s3.protocol, http s3.model s3.storage",
        "s3, http s3.model s3.protocol s3.storage store",
        "iceberg, glue http s3.model s3.storage",
        "sagemaker, glue http iceberg s3.storage store",
        "features, glue http iceberg s3.storage sagemaker",
        "sample, features glue iceberg s3.storage sagemaker",
        "athena.types, ''",
        "athena.sql, athena.types glue",
        "athena.command, athena.sql glue",
        "athena.files, athena.sql glue s3.model s3.storage",
        "athena.duck, athena.files athena.sql glue s3.model s3.storage",
        "athena.iceberg, athena.duck athena.sql glue iceberg s3.storage",
        "athena.parquet, athena.sql",
        "athena.result, athena.duck athena.sql athena.types glue",
        "athena, athena.command athena.duck athena.files athena.iceberg athena.parquet athena.result athena.sql glue http"
                + " s3.model s3.storage store",
        "states.expression, ''",
        "states.definition, states.expression",
        "states.map, http s3.storage states.definition states.expression store",
        "states.run, http lambda s3.storage states.definition states.expression states.map store",
        "states, http lambda s3.storage states.definition states.expression states.map states.run store",
        "faults, athena http lambda s3.storage"
    })
    void aPackageKnowsOnlyTheOnesItMayKnow(String name, String known) {
        Set<String> allowed = new TreeSet<>(Set.of(known.split(" ")));
        allowed.add(name);
        assertThat(arrows().getOrDefault(name, Set.of())).isSubsetOf(allowed);
        assertThat(packages()).contains(name);
    }

    /// `LocalAws` connects everything; the packages do not know it.
    @Test
    void noServiceKnowsWhatConnectsThem() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(classes);
    }

    @Test
    void everyPackageHasARule() throws NoSuchMethodException {
        Set<String> ruled = new TreeSet<>();
        for (String row : ArchitectureTest.class
                .getDeclaredMethod("aPackageKnowsOnlyTheOnesItMayKnow", String.class, String.class)
                .getAnnotation(CsvSource.class)
                .value()) {
            ruled.add(row.split(",", 2)[0]);
        }
        assertThat(packages()).isEqualTo(ruled);
    }

    private static Set<String> packages() {
        return classes.stream()
                .map(ArchitectureTest::name)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Returns the packages that each package uses, without itself and without the packages of other modules.
    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass();
                if (target.getPackageName().startsWith(ROOT)) {
                    arrows.computeIfAbsent(name(type), _ -> new TreeSet<>()).add(name(target));
                }
            }
        }
        return arrows;
    }

    private static String name(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }
}
