/** Reads the text of a configuration strictly: YAML, placeholders, the order of keys. */
@NullMarked
package io.backupman.server.config.yaml;

import org.jspecify.annotations.NullMarked;
