package io.featurestore.steps.publish;

import io.featurestore.failure.OutputExists;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.SideFiles;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Describes what exists at an output and beside it before an export writes there.
///
/// An output exists if there is an object at its key, or any object below its prefix. Side files alone do not make
/// an output: a manifest whose output is gone may be replaced. An export never replaces the manifest of another
/// output. It replaces a side file that no export wrote only with `overwrite`, and only beside one object. Below a
/// prefix, `overwrite` replaces only the part files that the manifest of an earlier export names.
///
/// @param isObject whether the output is one object and exists
/// @param partFiles the part files of the earlier export
/// @param isManifest whether there is an object in the place of the manifest, which may be replaced
/// @param report the report of an earlier export; empty if there is none
record ExistingOutput(boolean isObject, List<S3Uri> partFiles, boolean isManifest, Optional<S3Uri> report) {
    /// Makes the list immutable.
    ExistingOutput {
        partFiles = List.copyOf(partFiles);
    }

    /// Finds what exists.
    ///
    /// @param withReport whether the export writes a report
    /// @param own the mark of the execution; objects that carry it are ignored
    /// @param targets the part files that the execution is going to write, which are ignored
    /// @throws OutputExists if something exists that may not be replaced
    static ExistingOutput find(ObjectStore store, Form form, boolean withReport, Ownership own, List<S3Uri> targets) {
        S3Uri output = form.output();
        SideFiles sideFiles = SideFiles.of(output);
        boolean isObject = !output.isPrefix() && exists(store, output, own);
        if (isObject && !form.overwrite()) {
            throw new OutputExists("The output " + output
                    + " is there already. Set overwrite to true to replace it, or " + "name another output.");
        }
        Optional<Manifest.Earlier> manifest = manifest(store, form, sideFiles.manifest(), own);
        Optional<S3Uri> report = report(store, form, withReport, sideFiles.report(), own);
        List<S3Uri> partFiles = List.of();
        if (output.isPrefix()) {
            partFiles = manifest.map(Manifest.Earlier::files).orElse(List.of()).stream()
                    .filter(file ->
                            file.bucket().equals(output.bucket()) && file.key().startsWith(output.key()))
                    .toList();
            checkFolder(store, form, sideFiles, form.overwrite() ? partFiles : List.of(), targets);
        }
        return new ExistingOutput(isObject, partFiles, manifest.isPresent(), report);
    }

    private static boolean exists(ObjectStore store, S3Uri uri, Ownership own) {
        return store.describe(uri).filter(object -> !own.isOwned(object)).isPresent();
    }

    private static Optional<Manifest.Earlier> manifest(ObjectStore store, Form form, S3Uri uri, Ownership own) {
        Optional<ObjectStore.Described> there = store.describe(uri).filter(object -> !own.isOwned(object));
        if (there.isEmpty()) {
            return Optional.empty();
        }
        Optional<Manifest.Earlier> manifest = new Manifest(store, own, uri).earlier();
        if (manifest.isPresent() && !manifest.get().output().equals(form.output())) {
            throw new OutputExists("The manifest of this export would be " + uri + ", which is the manifest of "
                    + manifest.get().output() + " already. Name another output.");
        }
        boolean replaceable = form.overwrite() && !form.output().isPrefix();
        if (manifest.isEmpty() && !Ownership.isMarked(there.get()) && !replaceable) {
            throw foreign("manifest", uri);
        }
        // The content of a marked object may be broken. It then names no part files.
        return manifest.or(() -> Optional.of(new Manifest.Earlier(form.output(), List.of())));
    }

    /// Returns the report of an earlier export. It is recognised by its mark, because its manifest may be lost.
    private static Optional<S3Uri> report(ObjectStore store, Form form, boolean withReport, S3Uri uri, Ownership own) {
        Optional<ObjectStore.Described> there = store.describe(uri).filter(object -> !own.isOwned(object));
        if (there.isPresent() && !Ownership.isMarked(there.get()) && withReport && !form.overwrite()) {
            throw foreign("report", uri);
        }
        return there.filter(Ownership::isMarked).map(_ -> uri);
    }

    private static OutputExists foreign(String kind, S3Uri uri) {
        return new OutputExists("The " + kind + " of this export would be " + uri
                + ", and there is an object already that no export wrote. Remove it, or name another output.");
    }

    /// Refuses a prefix that holds anything else than the given files and the side files, which are inside it
    /// only if it is a whole bucket. The S3 console creates an empty object with the name of the prefix for a
    /// folder.
    private static void checkFolder(
            ObjectStore store, Form form, SideFiles sideFiles, List<S3Uri> replaced, List<S3Uri> targets) {
        Set<S3Uri> expected = new HashSet<>(replaced);
        expected.addAll(targets);
        expected.addAll(List.of(form.output(), sideFiles.manifest(), sideFiles.report()));
        try (Stream<ObjectRef> found = store.list(form.output())) {
            found.map(ObjectRef::uri)
                    .filter(uri -> !expected.contains(uri))
                    .findFirst()
                    .ifPresent(uri -> {
                        throw new OutputExists("There are objects below the output prefix " + form.output()
                                + ", such as " + uri + ". "
                                + (form.overwrite()
                                        ? "No manifest of an earlier export names it, and overwrite replaces only what "
                                                + "an export wrote. Remove it, or name another output."
                                        : "Set overwrite to true to replace an earlier export, or name another "
                                                + "output."));
                    });
        }
    }
}
