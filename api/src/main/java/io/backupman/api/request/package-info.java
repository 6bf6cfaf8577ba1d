/** What a request says: its query, its body, the identifiers in its path. */
@NullMarked
package io.backupman.api.request;

import org.jspecify.annotations.NullMarked;
