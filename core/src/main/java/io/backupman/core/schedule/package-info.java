/** Work that is done again and again. */
@NullMarked
package io.backupman.core.schedule;

import org.jspecify.annotations.NullMarked;
