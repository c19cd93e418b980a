/// Checks records against expectations in one pass.
@NullMarked
package io.featurestore.records.checks;

import org.jspecify.annotations.NullMarked;
