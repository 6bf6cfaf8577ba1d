/** A proxy and an authority, for the tests of whatever uses the network. */
@NullMarked
package io.backupman.net.testing;

import org.jspecify.annotations.NullMarked;
