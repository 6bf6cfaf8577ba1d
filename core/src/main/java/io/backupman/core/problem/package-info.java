/** What is wrong with a request, in words. */
@NullMarked
package io.backupman.core.problem;

import org.jspecify.annotations.NullMarked;
