/** What is wrong with a configuration, as sentences that say where and what to do. */
@NullMarked
package io.backupman.server.config.problem;

import org.jspecify.annotations.NullMarked;
