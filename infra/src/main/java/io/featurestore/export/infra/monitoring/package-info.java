/// Builds the dashboard, the alarms and the rules for the end of an execution.
@NullMarked
package io.featurestore.export.infra.monitoring;

import org.jspecify.annotations.NullMarked;
