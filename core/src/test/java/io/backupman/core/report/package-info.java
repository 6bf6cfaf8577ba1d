@NullMarked
package io.backupman.core.report;

import org.jspecify.annotations.NullMarked;
