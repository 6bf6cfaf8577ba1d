/** The HTTP API: one service per resource, each of which parses, calls the core, maps and sends. */
@NullMarked
package io.backupman.api;

import org.jspecify.annotations.NullMarked;
