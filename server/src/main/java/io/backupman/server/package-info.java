/** Where the program begins. */
@NullMarked
package io.backupman.server;

import org.jspecify.annotations.NullMarked;
