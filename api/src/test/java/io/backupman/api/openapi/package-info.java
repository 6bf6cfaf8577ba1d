/** The description of the API as a judge of what is sent and answered. */
@NullMarked
package io.backupman.api.openapi;

import org.jspecify.annotations.NullMarked;
