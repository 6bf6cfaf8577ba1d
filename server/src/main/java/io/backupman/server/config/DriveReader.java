package io.backupman.server.config;

import io.backupman.core.age.Encryption;
import io.backupman.core.drive.DriveSettings;
import io.backupman.core.drive.GoogleDriveSettings;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.request.NearestWord;
import io.backupman.server.config.problem.Quotes;
import io.backupman.server.config.section.Names;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code drives}. */
final class DriveReader {
  private static final List<String> PROVIDERS = List.of("local", "s3", "google_drive");

  private final Map<List<?>, String> places = new HashMap<>();
  private final Names labels = new Names();
  private final EncryptionReader encryption = new EncryptionReader();

  List<DriveSettings> read(Section root) {
    return root.sections("drives").stream()
        .flatMap(section -> inItsPlace(section).stream())
        .toList();
  }

  private Optional<DriveSettings> inItsPlace(Section section) {
    var drive = drive(section);
    drive.ifPresent(settings -> requireOwnPlace(section, settings));
    return drive;
  }

  /** Two drives in one place would take each other's copies for their own, and remove them. */
  private void requireOwnPlace(Section section, DriveSettings settings) {
    var other = places.putIfAbsent(place(settings), settings.label());
    if (other != null) {
      section.reject("provider", "is the same place as that of the drive " + Quotes.of(other));
    }
  }

  private static List<?> place(DriveSettings settings) {
    if (settings instanceof LocalDriveSettings local) {
      return List.of(local.folder().toAbsolutePath().normalize());
    }
    if (settings instanceof S3DriveSettings s3) {
      return List.of(Optional.ofNullable(s3.endpoint()), s3.bucket(), s3.prefix());
    }
    var google = (GoogleDriveSettings) settings;
    return List.of(google.tokenFile().toAbsolutePath().normalize(), google.folder());
  }

  /** On which of the drives that were read copies are encrypted. */
  Encryption encryption() {
    return encryption.encryption();
  }

  private Optional<DriveSettings> drive(Section section) {
    var label = labels.read(section, "label");
    encryption.read(section, label);
    return drive(section, label, section.require("provider"));
  }

  private Optional<DriveSettings> drive(Section section, String label, String provider) {
    if (provider.equals("local")) {
      return Optional.of(new LocalDriveSettings(label, localFolder(section)));
    }
    if (provider.equals("s3")) {
      return Optional.of(S3DriveReader.read(section, label, DriveNetwork.read(section)));
    }
    if (provider.equals("google_drive")) {
      var network = DriveNetwork.read(section);
      return Optional.of(
          new GoogleDriveSettings(
              label,
              googleFolder(section),
              TypedValues.requirePath(section, "client_secret_file"),
              TypedValues.requirePath(section, "token_file"),
              network.caFile().orElse(null),
              network.timeout()));
    }
    section.reject("provider", TypedValues.oneOf(PROVIDERS, provider));
    // What else is wrong shows at once, too.
    NearestWord.to(provider, PROVIDERS)
        .ifPresentOrElse(near -> drive(section, label, near), section::allowAll);
    return Optional.empty();
  }

  private static Path localFolder(Section section) {
    var folder = TypedValues.requirePath(section, "folder");
    if (section.find("folder").isPresent()) {
      // No more: a disk may not be mounted.
      EarlierPlace.note(section, "folder", "", EarlierPlace::isFilledFolder);
    }
    return folder;
  }

  /** Folders of Google Drive have no "." and "..": they would be made under these names. */
  private static String googleFolder(Section section) {
    var folder = section.require("folder");
    var names = Stream.of(folder.split("/")).map(String::strip).toList();
    var isPath = names.stream().anyMatch(name -> !name.isEmpty());
    if (!folder.isEmpty() && (!isPath || names.contains(".") || names.contains(".."))) {
      section.reject(
          "folder",
          "must be a folder in Google Drive such as backups or backups/shop, not "
              + Quotes.of(folder));
    }
    return folder;
  }
}
