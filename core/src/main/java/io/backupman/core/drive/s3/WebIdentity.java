package io.backupman.core.drive.s3;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.file.FileTrouble;
import io.backupman.net.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * Credentials of a role, for which AWS STS takes the token in a file: that of a service account of
 * Amazon EKS, for one. The SDK would look for an HTTP client of its own to ask for them. The file
 * is read anew each time, as its token changes. Throws {@link DriveException} with a sentence.
 */
final class WebIdentity implements AwsCredentialsProvider {
  private static final String SESSION = "backupman";
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration ANSWERING = Duration.ofSeconds(30);

  private final String role;
  private final Path token;
  private final S3Errors errors;
  private final AwsCredentialsProvider provider;

  private WebIdentity(String role, Path token, S3DriveSettings settings, Network network) {
    this.role = role;
    this.token = token;
    // Where the pod is, the service can be reached, even if the internet cannot.
    var region = SdkSystemSetting.AWS_REGION.getStringValue().orElse(settings.region());
    this.errors = new S3Errors(settings, "AWS STS in " + region);
    this.provider =
        StsWebIdentityTokenFileCredentialsProvider.builder()
            .stsClient(client(region, network))
            .webIdentityTokenFile(token)
            .roleArn(role)
            .roleSessionName(
                SdkSystemSetting.AWS_ROLE_SESSION_NAME.getStringValue().orElse(SESSION))
            .build();
  }

  private static StsClient client(String region, Network network) {
    return StsClient.builder()
        .httpClient(new S3Http(network, CONNECTING, ANSWERING))
        .defaultsMode(DefaultsMode.STANDARD)
        .overrideConfiguration(
            o -> o.retryStrategy(RetryMode.STANDARD).apiCallAttemptTimeout(ANSWERING))
        .region(Region.of(region))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }

  /**
   * What {@code AWS_WEB_IDENTITY_TOKEN_FILE} and {@code AWS_ROLE_ARN} say; empty without such a
   * file, or where there is a key, which goes first.
   */
  static Optional<AwsCredentialsProvider> ofEnvironment(S3DriveSettings settings, Network network) {
    if (SdkSystemSetting.AWS_ACCESS_KEY_ID.getStringValue().isPresent()) {
      return Optional.empty();
    }
    return SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE
        .getStringValue()
        .map(file -> new WebIdentity(role(file), Path.of(file.strip()), settings, network));
  }

  private static String role(String file) {
    return SdkSystemSetting.AWS_ROLE_ARN
        .getStringValue()
        .orElseThrow(
            () ->
                new DriveException(
                    "AWS_WEB_IDENTITY_TOKEN_FILE is %s, but AWS_ROLE_ARN, which belongs to it, is not set."
                        .formatted(file)));
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return provider.resolveCredentials();
    } catch (UncheckedIOException e) {
      throw unreadable(Objects.requireNonNull(e.getCause()));
    } catch (AwsServiceException e) {
      throw refused(e);
    } catch (RuntimeException e) {
      throw errors.of(e, "");
    }
  }

  private DriveException unreadable(IOException failure) {
    var reason =
        failure instanceof NoSuchFileException
            ? "there is no such file"
            : FileTrouble.reason(failure);
    return new DriveException(
        "The token %s, which AWS_WEB_IDENTITY_TOKEN_FILE names, could not be read: %s."
            .formatted(token, reason),
        failure);
  }

  /** What STS refused must not be taken for an answer of the drive. */
  private DriveException refused(AwsServiceException answer) {
    var cause = SdkClientException.create("AWS STS refused it.", answer);
    var failure = errors.of(answer, "");
    return failure.isPassing()
        ? DriveException.passing(String.valueOf(failure.getMessage()), cause)
        : new DriveException(
            "AWS STS gives no credentials for the role %s%s: correct AWS_ROLE_ARN, whom the role trusts, or the token %s."
                .formatted(role, S3Errors.inBrackets(answer), token),
            cause);
  }
}
