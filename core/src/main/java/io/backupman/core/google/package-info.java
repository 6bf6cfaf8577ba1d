/** Signing in to Google: the client secret, the token file, and access that stays fresh. */
@NullMarked
package io.backupman.core.google;

import org.jspecify.annotations.NullMarked;
