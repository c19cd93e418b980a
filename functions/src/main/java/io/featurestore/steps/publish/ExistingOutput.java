package io.featurestore.steps.publish;

import io.featurestore.failure.OutputExists;
import io.featurestore.steps.Limits;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.SideFiles;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.Described;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Describes what exists at an output and beside it before an export writes there.
///
/// An output exists if there is an object at its key, or any object below its prefix. Side files alone do not
/// make an output: a manifest whose output is gone may be replaced. An export never replaces the manifest of
/// another output.
///
/// `overwrite` replaces only what an export wrote. An object proves that by its mark, see [Ownership].
/// Exports of early versions have no mark. One object of theirs is proven by the manifest beside it, which
/// names the object and its size; their part files are not. No request can forge a manifest, as no output may
/// have the name of one. Below a prefix, `overwrite` replaces only the part files that the manifest of an
/// earlier export names. A deployment may allow `overwrite` to replace other objects too, one object and its
/// side files.
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
    /// @param store the store of the output
    /// @param form the output
    /// @param own the mark of the execution; objects that carry it are ignored
    /// @param overwriteForeign whether `overwrite` may replace an object that no export wrote
    record Finder(ObjectStore store, Form form, Ownership own, boolean overwriteForeign) {
        /// Finds what exists.
        ///
        /// @param withReport whether the export writes a report
        /// @param targets the part files that the execution is going to write, which are ignored
        /// @throws OutputExists if something exists that may not be replaced
        ExistingOutput find(boolean withReport, List<S3Uri> targets) {
            S3Uri output = form.output();
            SideFiles sideFiles = SideFiles.of(output);
            Optional<Described> object = output.isPrefix() ? Optional.empty() : foreign(output);
            if (object.isPresent() && !form.overwrite()) {
                throw new OutputExists("The output " + output
                        + " is there already. Set overwrite to true to replace it, or name another output.");
            }
            Optional<Manifest.Earlier> manifest = manifest(sideFiles.manifest());
            object.filter(found -> !replaces(found) && !proves(manifest, found)).ifPresent(_ -> {
                throw new OutputExists("The output " + output + " is there already, and no export wrote it. overwrite "
                        + "replaces only what an export wrote. Remove the object, or name another output.");
            });
            Optional<S3Uri> report = report(withReport, sideFiles.report());
            List<S3Uri> partFiles = List.of();
            if (output.isPrefix()) {
                partFiles = manifest.map(Manifest.Earlier::files).orElse(List.of()).stream()
                        .filter(file -> file.bucket().equals(output.bucket())
                                && file.key().startsWith(output.key()))
                        .toList();
                checkFolder(sideFiles, form.overwrite() ? partFiles : List.of(), targets);
                if (form.overwrite()) {
                    checkPartFiles(partFiles);
                }
            }
            return new ExistingOutput(object.isPresent(), partFiles, manifest.isPresent(), report);
        }

        /// Returns the object that another execution, or no export, wrote.
        private Optional<Described> foreign(S3Uri uri) {
            return store.describe(uri).filter(object -> !own.isOwned(object));
        }

        /// Returns whether `overwrite` may replace an object without further proof.
        private boolean replaces(Described object) {
            return form.overwrite() && (overwriteForeign || Ownership.isMarked(object));
        }

        private static boolean proves(Optional<Manifest.Earlier> manifest, Described object) {
            return manifest.filter(earlier -> earlier.bytes() == object.ref().size())
                    .isPresent();
        }

        private Optional<Manifest.Earlier> manifest(S3Uri uri) {
            Optional<Described> there = foreign(uri);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            Optional<Manifest.Earlier> manifest = new Manifest(store, own, uri).earlier();
            if (manifest.isPresent() && !manifest.get().output().equals(form.output())) {
                throw new OutputExists("The manifest of this export would be " + uri + ", which is the manifest of "
                        + manifest.get().output() + " already. Name another output.");
            }
            boolean replaceable =
                    form.overwrite() && overwriteForeign && !form.output().isPrefix();
            if (manifest.isEmpty() && !Ownership.isMarked(there.get()) && !replaceable) {
                throw foreign("manifest", uri);
            }
            // The content of a marked object may be broken. It then names no part files, and proves no object.
            return manifest.or(() -> Optional.of(Manifest.Earlier.broken(form.output())));
        }

        /// Returns the report of an earlier export. It is recognised by its mark, because its manifest may be
        /// lost.
        private Optional<S3Uri> report(boolean withReport, S3Uri uri) {
            Optional<Described> there = foreign(uri);
            if (withReport
                    && there.filter(found -> !Ownership.isMarked(found) && !replaces(found))
                            .isPresent()) {
                throw foreign("report", uri);
            }
            return there.filter(Ownership::isMarked).map(_ -> uri);
        }

        private static OutputExists foreign(String kind, S3Uri uri) {
            return new OutputExists("The " + kind + " of this export would be " + uri
                    + ", and there is an object already that no export wrote. Remove it, or name another output.");
        }

        /// Refuses to replace part files in whose place there is something that no export wrote.
        private void checkPartFiles(List<S3Uri> files) {
            Parallel.map(files, Limits.SMALL_READS, store::describe).stream()
                    .flatMap(Optional::stream)
                    .filter(found -> !replaces(found) && !own.isOwned(found))
                    .findFirst()
                    .ifPresent(found -> {
                        throw new OutputExists(
                                "The part file " + found.ref().uri() + " of the earlier output is not the "
                                        + "one that an export wrote, and overwrite replaces only what an export wrote. Remove it, "
                                        + "or name another output.");
                    });
        }

        /// Refuses a prefix that holds anything else than the given files and the side files, which are
        /// inside it only if it is a whole bucket. The S3 console creates an empty object with the name of
        /// the prefix for a folder.
        private void checkFolder(SideFiles sideFiles, List<S3Uri> replaced, List<S3Uri> targets) {
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
                                            ? "No manifest of an earlier export names it, and overwrite replaces only "
                                                    + "what an export wrote. Remove it, or name another output."
                                            : "Set overwrite to true to replace an earlier export, or name another "
                                                    + "output."));
                        });
            }
        }
    }
}
