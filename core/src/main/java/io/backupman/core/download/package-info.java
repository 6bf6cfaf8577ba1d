/** Downloads: copies read from the drives, and signed links to them. */
@NullMarked
package io.backupman.core.download;

import org.jspecify.annotations.NullMarked;
