/** Step 5, online-compatible: records as a bulk put takes them. */
@NullMarked
package io.featurestore.export.online;

import org.jspecify.annotations.NullMarked;
