/** A page of a long list. */
@NullMarked
package io.backupman.core.page;

import org.jspecify.annotations.NullMarked;
