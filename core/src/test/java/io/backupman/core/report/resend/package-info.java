@NullMarked
package io.backupman.core.report.resend;

import org.jspecify.annotations.NullMarked;
