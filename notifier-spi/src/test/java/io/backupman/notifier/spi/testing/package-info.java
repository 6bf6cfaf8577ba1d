/** What the tests of the channels share: settings from a map, and the document's own example. */
@NullMarked
package io.backupman.notifier.spi.testing;

import org.jspecify.annotations.NullMarked;
