@NullMarked
package io.backupman.core.backup;

import org.jspecify.annotations.NullMarked;
