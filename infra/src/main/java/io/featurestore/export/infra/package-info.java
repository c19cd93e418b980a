/// Holds the CDK app: everything that the export needs on AWS, one construct per file.
@NullMarked
package io.featurestore.export.infra;

import org.jspecify.annotations.NullMarked;
