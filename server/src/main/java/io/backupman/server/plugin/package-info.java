/**
 * Finds the notifier providers: the built-in ones on the class path, and those in the plugins
 * folder, each plugin in a class loader of its own and kept from doing harm by being broken.
 */
@NullMarked
package io.backupman.server.plugin;

import org.jspecify.annotations.NullMarked;
