/** Reads the values of a section by their types, and notes which keys nobody asked for. */
@NullMarked
package io.backupman.server.config.section;

import org.jspecify.annotations.NullMarked;
