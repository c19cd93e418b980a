package io.featurestore.functions;

import io.featurestore.export.Export;

/// Holds the input of the functions that work on an export before its query.
///
/// @param export the answer of ValidateRequest
public record ExportInput(Export export) {}
