/** From {@code config.yml} to settings records, with all problems at once. */
@NullMarked
package io.backupman.server.config;

import org.jspecify.annotations.NullMarked;
