/** Tests of the health check. */
@NullMarked
package io.backupman.core.health;

import org.jspecify.annotations.NullMarked;
