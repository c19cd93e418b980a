/** What is known of an export before its query runs; every later step reads it from the work prefix. */
@NullMarked
package io.featurestore.export.plan;

import org.jspecify.annotations.NullMarked;
