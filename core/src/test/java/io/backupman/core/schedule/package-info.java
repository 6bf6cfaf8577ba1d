@NullMarked
package io.backupman.core.schedule;

import org.jspecify.annotations.NullMarked;
