package io.backupman.server.app;

import com.google.api.client.http.HttpTransport;
import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveSettings;
import io.backupman.core.drive.GoogleDriveSettings;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.drive.google.GoogleDrive;
import io.backupman.core.drive.google.auth.GoogleTransport;
import io.backupman.core.drive.local.LocalDrive;
import io.backupman.core.drive.s3.S3Drive;
import io.backupman.net.Network;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes drives from what the configuration says of them. */
public final class Drives {

  private Drives() {}

  /**
   * The drive that the settings describe; nothing is made or connected to yet.
   *
   * @param network how connections are made
   * @param secrets is told of every secret that the drive comes to know
   */
  public static Drive of(DriveSettings settings, Network network, Consumer<String> secrets) {
    return switch (settings) {
      case LocalDriveSettings local -> new LocalDrive(local);
      case S3DriveSettings s3 -> new S3Drive(s3, trusting(network, s3.caFile()));
      case GoogleDriveSettings google ->
          new GoogleDrive(google, transport(google, network), secrets);
    };
  }

  /** What sends requests to Google for a drive. */
  public static HttpTransport transport(GoogleDriveSettings settings, Network network) {
    return new GoogleTransport(trusting(network, settings.caFile()), settings.timeout());
  }

  private static Network trusting(Network network, @Nullable Path caFile) {
    return caFile == null ? network : network.trusting(caFile);
  }
}
