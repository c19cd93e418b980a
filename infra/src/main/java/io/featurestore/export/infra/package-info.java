/** The CDK app: everything the export needs on AWS, one construct a file. */
@NullMarked
package io.featurestore.export.infra;

import org.jspecify.annotations.NullMarked;
