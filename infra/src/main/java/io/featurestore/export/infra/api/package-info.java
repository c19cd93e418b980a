/// Builds the HTTP API and its OpenAPI document.
@NullMarked
package io.featurestore.export.infra.api;

import org.jspecify.annotations.NullMarked;
