/** How connections are made. */
@NullMarked
package io.backupman.core.net;

import org.jspecify.annotations.NullMarked;
