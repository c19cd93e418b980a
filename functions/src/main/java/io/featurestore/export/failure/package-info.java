/** How an export fails: one type a code of the contract, and two that may be retried. */
@NullMarked
package io.featurestore.export.failure;

import org.jspecify.annotations.NullMarked;
