@NullMarked
package io.backupman.core.report.alarm;

import org.jspecify.annotations.NullMarked;
