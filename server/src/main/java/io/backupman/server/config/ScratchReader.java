package io.backupman.server.config;

import io.backupman.core.net.MariaDbSocketFactory;
import io.backupman.core.net.TlsMode;
import io.backupman.core.source.ScratchServer;
import io.backupman.notifier.spi.Secret;
import io.backupman.server.config.problem.Quotes;
import io.backupman.server.config.section.SecretValues;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code verify} and {@code verify_database} of a data source. */
final class ScratchReader {
  private static final String SECTION = "verify_database";
  private static final String RESTORE = "restore";
  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  private ScratchReader() {}

  /** Whether dumps are restored to see whether that works. */
  static boolean isWanted(Section section) {
    return TypedValues.choice(section, "verify", List.of("none", RESTORE), word -> word, "none")
        .equals(RESTORE);
  }

  /**
   * Where dumps are restored; {@code null} if they are not.
   *
   * @param own the data source's own server, for what the section does not say
   */
  static @Nullable ScratchServer server(Section section, ScratchServer own) {
    var server = section.section(SECTION).map(scratch -> read(scratch, own)).orElse(own);
    return isWanted(section) ? server : null;
  }

  private static ScratchServer read(Section section, ScratchServer own) {
    var host = section.find("host").orElse(own.host());
    var tls = tls(section, MariaDbSocketFactory.isPath(host) ? TlsMode.OFF : own.tls());
    DatabaseReader.refuseEncryptedSocket(section, host, tls);
    return new ScratchServer(
        host,
        TypedValues.number(section, "port", own.port(), 1, 65_535),
        prefix(section),
        section.find("user").orElse(own.user()),
        SecretValues.find(section, "password").map(Secret::of).orElse(own.password()),
        tls);
  }

  private static TlsMode tls(Section section, TlsMode own) {
    return section.has("tls") ? DatabaseReader.tls(section) : unset(section, own);
  }

  private static TlsMode unset(Section section, TlsMode own) {
    section.allow("tls");
    return own;
  }

  private static String prefix(Section section) {
    var prefix = section.find("db_name").orElse(ScratchServer.USUAL_PREFIX);
    if (!PREFIX.matcher(prefix).matches()) {
      section.reject(
          "db_name",
          "must be 1 to 40 lower case letters, digits and underscores, a letter first, not "
              + Quotes.of(prefix));
    }
    return prefix;
  }
}
