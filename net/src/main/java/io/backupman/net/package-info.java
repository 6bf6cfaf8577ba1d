/**
 * The network as it is: proxies, authorities, names with several addresses, time-outs, and HTTP
 * spoken over it. All channels and drives go through here. Needs nothing but the JDK.
 */
@NullMarked
package io.backupman.net;

import org.jspecify.annotations.NullMarked;
