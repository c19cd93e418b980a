package io.featurestore.export;

import io.featurestore.steps.work.Execution;

/**
 * One export: a request, and the execution that carries it out. ValidateRequest answers it.
 *
 * @param request the checked request
 * @param execution the execution
 */
public record Export(ExportRequest request, Execution execution) {}
