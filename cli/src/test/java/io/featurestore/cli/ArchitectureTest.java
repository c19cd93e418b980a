package io.featurestore.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks the packages of the command: the shared ones, one for each noun, and the root with [Fs].
class ArchitectureTest {
    private static final String ROOT = "io.featurestore.cli";
    private static final int MAX_CLASSES = 20;
    /// Each shared package with the packages of the command that it may use. Every other package is a noun.
    private static final Map<String, Set<String>> SHARED = Map.of(
            "console", Set.of(),
            "sample", Set.of("console"),
            "target", Set.of("console", "sample"),
            "download", Set.of("console"),
            "execution", Set.of("console", "target", "download"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Fs.class.getProtectionDomain().getCodeSource().getLocation());

    /// Returns the packages below the root, without their own sub-packages.
    static Set<String> packages() {
        return CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1).replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void findsTheNouns() {
        assertThat(packages()).contains("console", "target", "execution", "export", "demo", "local");
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlySharedPackages(String name) {
        Set<String> known = SHARED.getOrDefault(name, SHARED.keySet());
        String[] others = Stream.concat(
                        Stream.of(ROOT),
                        packages().stream()
                                .filter(other -> !other.equals(name) && !known.contains(other))
                                .map(other -> ROOT + "." + other + ".."))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void aPackageHoldsAtMostTwentyClasses() {
        Map<String, List<String>> classes = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getPackageName, Collectors.mapping(JavaClass::getSimpleName, Collectors.toList())));
        assertThat(classes)
                .allSatisfy((name, types) -> assertThat(types).as(name).hasSizeLessThanOrEqualTo(MAX_CLASSES));
    }
}
