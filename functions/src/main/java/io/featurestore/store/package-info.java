/// Describes feature groups and the tables of their offline stores as SageMaker and Glue do, with the interfaces
/// that read them.
@NullMarked
package io.featurestore.store;

import org.jspecify.annotations.NullMarked;
