/** Tests of plugin loading with real JARs, compiled from sources in the tests. */
@NullMarked
package io.backupman.server.plugin;

import org.jspecify.annotations.NullMarked;
