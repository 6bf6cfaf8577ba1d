/** Whether all that a backup needs could be used now. */
@NullMarked
package io.backupman.core.health;

import org.jspecify.annotations.NullMarked;
