/** Root. */
@org.jspecify.annotations.NullMarked
package io.featurestore.cli;
