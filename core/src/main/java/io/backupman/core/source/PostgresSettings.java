package io.backupman.core.source;

import io.backupman.core.net.TlsMode;
import io.backupman.notifier.spi.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database.
 *
 * @param common what every data source has
 * @param host the server's host name or address
 * @param port the server's port, 1 to 65535
 * @param dbName the database on it
 * @param user who signs in
 * @param password their password; may be empty
 * @param tls whether the connection is encrypted
 * @param format in which form it is dumped
 * @param dumpCommand the dump program to use, a name on the PATH or a path; {@code null} looks for
 *     {@code pg_dump}
 */
public record PostgresSettings(
    SourceSettings common,
    String host,
    int port,
    String dbName,
    String user,
    Secret password,
    TlsMode tls,
    PostgresFormat format,
    @Nullable String dumpCommand)
    implements DataSourceSettings {}
