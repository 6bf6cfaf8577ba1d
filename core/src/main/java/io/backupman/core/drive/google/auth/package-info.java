/** Signing in to Google: the client secret, the token file, and access that stays fresh. */
@NullMarked
package io.backupman.core.drive.google.auth;

import org.jspecify.annotations.NullMarked;
