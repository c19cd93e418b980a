/** Feature groups and the tables of their offline stores, as SageMaker and Glue describe them, and the interfaces to ask for them. */
@NullMarked
package io.featurestore.store;

import org.jspecify.annotations.NullMarked;
