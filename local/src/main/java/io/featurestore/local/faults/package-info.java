/// Causes the faults that also happen on AWS, when a rule asks for them.
@NullMarked
package io.featurestore.local.faults;

import org.jspecify.annotations.NullMarked;
