/** What whoever asks something gets: pages of what there is, and problems in sentences. */
@NullMarked
package io.backupman.core.request;

import org.jspecify.annotations.NullMarked;
