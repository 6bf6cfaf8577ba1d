package io.backupman.core.source;

import io.backupman.core.net.TlsMode;
import io.backupman.notifier.spi.Secret;

/**
 * Where dumps are restored to see whether that works.
 *
 * @param host the server's host name or address
 * @param port the server's port, 1 to 65535
 * @param prefix what the names of the scratch databases begin with: lower case letters, digits and
 *     underscores, 40 at most
 * @param user who signs in and may create databases
 * @param password their password; may be empty
 * @param tls whether the connection is encrypted
 */
public record ScratchServer(
    String host, int port, String prefix, String user, Secret password, TlsMode tls) {

  /** The usual beginning of the names. */
  public static final String USUAL_PREFIX = "backupman_verify";
}
