/// Decides whether an export may run now, and how much of it at the same time.
@NullMarked
package io.featurestore.steps.quota;

import org.jspecify.annotations.NullMarked;
