package io.backupman.core.drive.s3;

import io.backupman.core.drive.S3DriveSettings;
import io.backupman.net.Network;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * Makes clients. They keep to what services of any age understand: plain bodies of a known length,
 * and no header that was not asked for.
 */
final class S3Clients {
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration ANSWERING = Duration.ofMinutes(2);

  private S3Clients() {}

  static S3Client of(S3DriveSettings settings, Network network) {
    var keys = settings.keys();
    var override =
        ClientOverrideConfiguration.builder()
            .retryStrategy(RetryMode.STANDARD)
            .apiCallAttemptTimeout(attempt(ANSWERING, settings));
    var service =
        S3Configuration.builder().chunkedEncodingEnabled(false).expectContinueEnabled(false);
    if (keys != null) {
      // Whoever gives keys does not expect files of a home folder to count.
      override.defaultProfileFile(noProfiles());
      service.profileFile(S3Clients::noProfiles);
    }
    return S3Client.builder()
        .httpClient(new S3Http(network, CONNECTING, settings.timeout()))
        .defaultsMode(DefaultsMode.STANDARD)
        .overrideConfiguration(override.build())
        .serviceConfiguration(service.build())
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .region(Region.of(settings.region()))
        .endpointOverride(settings.endpoint())
        .forcePathStyle(settings.forcePathStyle())
        .credentialsProvider(credentials(settings, network))
        .build();
  }

  /** How long an attempt may take: the drive's timeout ends it first where nothing comes. */
  static Duration attempt(Duration usual, S3DriveSettings settings) {
    var patient = settings.timeout().multipliedBy(2);
    return usual.compareTo(patient) > 0 ? usual : patient;
  }

  private static AwsCredentialsProvider credentials(S3DriveSettings settings, Network network) {
    var keys = settings.keys();
    return keys == null
        ? WebIdentity.ofEnvironment(settings, network)
            .orElseGet(() -> DefaultCredentialsProvider.builder().build())
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(keys.accessKey().value(), keys.secretKey().value()));
  }

  private static ProfileFile noProfiles() {
    return ProfileFile.aggregator().build();
  }
}
