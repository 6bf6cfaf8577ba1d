package io.backupman.server.config;

import io.backupman.core.drive.S3DriveSettings;
import io.backupman.notifier.spi.Secret;
import io.backupman.server.config.problem.Quotes;
import io.backupman.server.config.section.SecretValues;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.net.URI;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a drive that is a bucket of S3. */
final class S3DriveReader {
  private static final String ACCESS_KEY = "access_key";
  private static final String SECRET_KEY = "secret_key";

  /** The region that services other than Amazon's expect if they have none. */
  private static final String USUAL_REGION = "us-east-1";

  private static final Pattern BUCKET =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*|arn:[^/\\s]+.*");
  private static final Pattern UNDERSCORE = Pattern.compile("\\s*https?://[^/?#@]*_");
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]+");
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\\\]+");

  private S3DriveReader() {}

  static S3DriveSettings read(Section section, String label, DriveNetwork network) {
    var endpoint = endpoint(section);
    return new S3DriveSettings(
        label,
        matching(section, "bucket", BUCKET, "the name of a bucket such as backups"),
        region(section),
        keys(section),
        endpoint,
        prefix(section),
        TypedValues.flag(section, "force_path_style", false),
        network.caFile().orElse(null),
        network.timeout());
  }

  private static @Nullable URI endpoint(Section section) {
    if (section.find("endpoint").filter(text -> UNDERSCORE.matcher(text).lookingAt()).isPresent()) {
      section.reject(
          "endpoint",
          "names a host with an underscore, which the AWS SDK does not take; give the service another"
              + " name, such as a network alias");
      return null;
    }
    var endpoint = TypedValues.webAddress(section, "endpoint").orElse(null);
    if (endpoint != null && endpoint.getRawUserInfo() != null) {
      section.remember(endpoint.getRawUserInfo());
      section.reject(
          "endpoint", "must not hold a user or a password; access_key and secret_key are for them");
      return null;
    }
    return endpoint;
  }

  private static String region(Section section) {
    return section.has("endpoint") && !section.has("region")
        ? section.find("region").orElse(USUAL_REGION)
        : matching(section, "region", REGION, "a region such as eu-central-1");
  }

  private static String matching(Section section, String key, Pattern pattern, String what) {
    var text = section.require(key).strip();
    if (!text.isEmpty() && !pattern.matcher(text).matches()) {
      section.reject(key, "must be " + what + ", not " + Quotes.of(text));
    }
    return text;
  }

  private static S3DriveSettings.@Nullable Keys keys(Section section) {
    var access = SecretValues.find(section, ACCESS_KEY).map(Secret::of);
    var secret = SecretValues.find(section, SECRET_KEY).map(Secret::of);
    requireOther(section, ACCESS_KEY, SECRET_KEY);
    requireOther(section, SECRET_KEY, ACCESS_KEY);
    return access.isPresent() && secret.isPresent()
        ? new S3DriveSettings.Keys(access.get(), secret.get())
        : null;
  }

  private static void requireOther(Section section, String key, String other) {
    if (isThere(section, key) && !isThere(section, other)) {
      section.reject(other, "is missing; " + key + " is of no use without it");
    }
  }

  private static boolean isThere(Section section, String key) {
    return section.has(key) || section.has(key + "_file");
  }

  private static String prefix(Section section) {
    var text = section.find("prefix").orElse("");
    var prefix = text.replaceAll("^/+|/+$", "");
    if (!prefix.isEmpty() && !Stream.of(prefix.split("/", -1)).allMatch(S3DriveReader::isName)) {
      section.reject(
          "prefix",
          "must be names with / between them, such as backups/shop, not " + Quotes.of(text));
    }
    return prefix;
  }

  /** Services that keep objects in folders do not take all that Amazon does. */
  private static boolean isName(String text) {
    return !text.equals(".") && !text.equals("..") && NAME.matcher(text).matches();
  }
}
