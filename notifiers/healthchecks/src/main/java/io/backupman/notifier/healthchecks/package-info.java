/**
 * The channel {@code healthchecks}: pings checks of Healthchecks.io, or of a server of one's own,
 * as its pinging API wants it (https://healthchecks.io/docs/http_api/).
 */
@NullMarked
package io.backupman.notifier.healthchecks;

import org.jspecify.annotations.NullMarked;
