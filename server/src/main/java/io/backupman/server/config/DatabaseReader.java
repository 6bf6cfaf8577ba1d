package io.backupman.server.config;

import io.backupman.core.net.MariaDbSocketFactory;
import io.backupman.core.net.TlsMode;
import io.backupman.core.request.NearestWord;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.notifier.spi.Secret;
import io.backupman.server.config.section.SecretValues;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.nio.file.Files;
import java.util.List;

/** Reads {@code database}. The keys of all its providers may stand there side by side. */
final class DatabaseReader {
  static final int DEFAULT_PORT = 3306;
  private static final List<String> PROVIDERS = List.of("embedded", "memory", "mariadb", "mysql");

  /** The words of heryTz/backupman, whose files go on in use; nobody else needs them. */
  private static final String LEGACY_FILE = "sqlite";

  private static final String DEFAULT_PATH = "./data/backupman";

  private DatabaseReader() {}

  static DatabaseSettings read(Section section) {
    section.allow(
        "path",
        "db_path",
        "host",
        "port",
        "db_name",
        "user",
        "password",
        "password_file",
        "tls",
        "pool_size");
    return read(section, section.find("provider").orElse("embedded"));
  }

  private static DatabaseSettings read(Section section, String provider) {
    return switch (provider) {
      case "embedded" -> embedded(section, "path");
      case LEGACY_FILE -> besideLegacyFile(section);
      case "memory" -> new DatabaseSettings.Memory();
      case "mariadb", "mysql" -> server(section);
      default -> {
        section.reject("provider", unknown(provider));
        // What else is wrong shows at once, too.
        NearestWord.to(provider, PROVIDERS)
            .ifPresentOrElse(near -> read(section, near), section::allowAll);
        yield new DatabaseSettings.Memory();
      }
    };
  }

  /**
   * A file.
   *
   * @param key where its path stands, if it does
   */
  static DatabaseSettings embedded(Section section, String key) {
    var path = TypedValues.path(section, key);
    EarlierPlace.sentence(section, section.find(key).orElse(DEFAULT_PATH), EarlierPlace::isDatabase)
        .ifPresent(sentence -> section.reject(key, sentence));
    return new DatabaseSettings.Embedded(path.orElseGet(() -> section.resolve(DEFAULT_PATH)));
  }

  /** The embedded database, right beside the file of which the records are taken over. */
  private static DatabaseSettings besideLegacyFile(Section section) {
    var file = TypedValues.requirePath(section, "db_path");
    EarlierPlace.sentence(
            section,
            section.find("db_path").orElse(""),
            path -> Files.exists(path) || EarlierPlace.isDatabase(path))
        .ifPresent(sentence -> section.reject("db_path", sentence));
    return new DatabaseSettings.Embedded(file, file);
  }

  private static String unknown(String provider) {
    return provider.equals("postgres")
        ? "\"postgres\" cannot hold Backupman's own records; use embedded, mariadb or mysql. What"
            + " heryTz/backupman has recorded there is not taken over; its copies stay on their drives"
        : TypedValues.oneOf(PROVIDERS, provider);
  }

  private static DatabaseSettings server(Section section) {
    var tls = tls(section);
    var port = TypedValues.number(section, "port", DEFAULT_PORT, 1, 65_535);
    var hosts = DatabaseHosts.read(section, port);
    hosts.forEach(host -> refuseEncryptedSocket(section, host.name(), tls));
    return new DatabaseSettings.Server(
        hosts,
        section.require("db_name"),
        section.require("user"),
        Secret.of(SecretValues.find(section, "password").orElse("")),
        tls,
        TypedValues.number(section, "pool_size", 10, 2, 1000));
  }

  /** Nothing leaves the machine, and there is no name that a certificate could be for. */
  static void refuseEncryptedSocket(Section section, String host, TlsMode tls) {
    if (MariaDbSocketFactory.isPath(host) && tls != TlsMode.OFF) {
      section.reject(
          "tls", "must be false where host is the path of a socket, which is not encrypted");
    }
  }

  static TlsMode tls(Section section) {
    return TypedValues.choice(
        section, "tls", List.of(TlsMode.values()), DatabaseReader::word, TlsMode.OFF);
  }

  private static String word(TlsMode mode) {
    return switch (mode) {
      case OFF -> "false";
      case VERIFY -> "true";
      case SKIP_VERIFY -> "skip-verify";
    };
  }
}
