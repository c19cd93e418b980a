/** What an export costs, from list prices and measured amounts. */
@NullMarked
package io.featurestore.export.cost;

import org.jspecify.annotations.NullMarked;
