@NullMarked
package io.backupman.core.report.delivery;

import org.jspecify.annotations.NullMarked;
