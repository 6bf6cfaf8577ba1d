/** Who did what, when, and how it was answered. */
@NullMarked
package io.backupman.core.audit;

import org.jspecify.annotations.NullMarked;
