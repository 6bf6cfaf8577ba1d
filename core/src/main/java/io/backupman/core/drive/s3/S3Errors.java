package io.backupman.core.drive.s3;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.net.ProxyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What went wrong with S3, in words. */
final class S3Errors {
  private static final int LONGEST_WORDS = 200;

  /** Of two requests with conditions that were carried out at once; the loser may ask again. */
  private static final String CONFLICT = "ConditionalRequestConflict";

  /** What services say of a header that they do not know, if they say anything. */
  private static final Set<String> UNKNOWN_HEADER =
      Set.of("", "InvalidArgument", "InvalidRequest", "NotImplemented");

  private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

  private final S3DriveSettings settings;
  private final String service;

  S3Errors(S3DriveSettings settings) {
    this(settings, settings.service());
  }

  /** Errors of another service, by this name, which is asked for the drive. */
  S3Errors(S3DriveSettings settings, String service) {
    this.settings = settings;
    this.service = service;
  }

  /**
   * A sentence for a call that failed.
   *
   * @param permission what the call needs, such as {@code s3:GetObject}
   */
  DriveException of(RuntimeException failure, String permission) {
    return failure instanceof AwsServiceException answer
        ? ofAnswer(answer, permission)
        : withoutAnswer(failure);
  }

  /** The status of the answer that led to it; 0 if there was none. */
  static int status(DriveException failure) {
    return failure.getCause() instanceof AwsServiceException answer ? answer.statusCode() : 0;
  }

  /** Whether it was about an object that is not there, in a bucket that is. */
  static boolean isMissingKey(DriveException failure) {
    return failure.getCause() instanceof AwsServiceException answer
        && code(answer).equals("NoSuchKey");
  }

  /** Whether the service does not know the headers with checksums: Backblaze B2, for one. */
  static boolean refusesChecksums(DriveException failure) {
    return failure.getCause() instanceof AwsServiceException answer
        && (answer.statusCode() == 400 || answer.statusCode() == 501)
        && words(answer).contains("x-amz-")
        && words(answer).contains("checksum");
  }

  /** Whether there is an object under the key already, which was not to be replaced. */
  static boolean isTaken(DriveException failure) {
    return failure.getCause() instanceof AwsServiceException answer
        && (answer.statusCode() == 412 || code(answer).equals("PreconditionFailed"));
  }

  /** Whether an object under the key may be somebody else's. */
  static boolean isContested(DriveException failure) {
    return isTaken(failure)
        || (failure.getCause() instanceof AwsServiceException answer
            && code(answer).equals(CONFLICT));
  }

  /** Whether the service may not know the header that keeps what is there. */
  static boolean refusesConditions(DriveException failure) {
    return failure.getCause() instanceof AwsServiceException answer
        && !refusesChecksums(failure)
        && (answer.statusCode() == 501
            || (answer.statusCode() == 400 && UNKNOWN_HEADER.contains(code(answer))));
  }

  private DriveException ofAnswer(AwsServiceException answer, String permission) {
    if (isOutOfOrder(answer)) {
      return DriveException.passing(
          "%s is busy or out of order%s.".formatted(service, inBrackets(answer)), answer);
    }
    return switch (code(answer)) {
      case "IDPCommunicationError" ->
          DriveException.passing(
              "%s cannot ask who has made the token%s.".formatted(service, inBrackets(answer)),
              answer);
      case "RequestTimeout", "BadDigest", "XAmzContentSHA256Mismatch", "OperationAborted" ->
          DriveException.passing(
              "%s did not get the bytes as they were sent%s."
                  .formatted(service, inBrackets(answer)),
              answer);
      case CONFLICT ->
          DriveException.passing(
              "Something else was stored under the same key at %s meanwhile%s."
                  .formatted(service, inBrackets(answer)),
              answer);
      default -> new DriveException(refusal(answer, permission), answer);
    };
  }

  /** An answer that began well may still end with such a code. */
  private static boolean isOutOfOrder(AwsServiceException answer) {
    return (answer.statusCode() >= 500 && answer.statusCode() != 501)
        || answer.statusCode() == 429
        || answer.isThrottlingException()
        || List.of("InternalError", "ServiceUnavailable").contains(code(answer));
  }

  private String refusal(AwsServiceException answer, String permission) {
    return switch (code(answer)) {
      case "NoSuchBucket" ->
          "There is no bucket \"%s\" at %s: make it, or correct bucket, region or endpoint."
              .formatted(settings.bucket(), service);
      case "InvalidBucketName" ->
          "\"%s\" cannot be the name of a bucket at %s: correct bucket, or set force_path_style."
              .formatted(settings.bucket(), service);
      case "InvalidAccessKeyId" ->
          "%s does not know the key: correct access_key.".formatted(service);
      case "SignatureDoesNotMatch" ->
          "%s does not accept the signature: secret_key does not belong to access_key."
              .formatted(service);
      case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" ->
          "The credentials of this machine have expired%s.".formatted(inBrackets(answer));
      case "RequestTimeTooSkewed" ->
          "The clock of this machine differs too much from that of %s: set it.".formatted(service);
      case "InvalidObjectState" ->
          "The copy is in an archive of the bucket \"%s\": restore it there before it can be read."
              .formatted(settings.bucket());
      case "NoSuchKey" ->
          "The copy is not in the bucket \"%s\" any more.".formatted(settings.bucket());
      default -> otherRefusal(answer, permission);
    };
  }

  private String otherRefusal(AwsServiceException answer, String permission) {
    if (isElsewhere(answer)) {
      return "The bucket \"%s\" is not in the region %s%s: correct region or endpoint."
          .formatted(
              settings.bucket(),
              settings.region(),
              region(answer).map(r -> ", but in " + r).orElse(""));
    }
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      return "%s does not allow it%s: access_key and secret_key must be right, and have the permission %s for the bucket \"%s\"."
          .formatted(service, inBrackets(answer), permission, settings.bucket());
    }
    return "%s refused it%s.".formatted(service, inBrackets(answer));
  }

  private static boolean isElsewhere(AwsServiceException answer) {
    return (answer.statusCode() >= 300 && answer.statusCode() < 400)
        || code(answer).equals("AuthorizationHeaderMalformed")
        || code(answer).equals("IllegalLocationConstraintException");
  }

  private static Optional<String> region(AwsServiceException answer) {
    var details = answer.awsErrorDetails();
    return details == null || details.sdkHttpResponse() == null
        ? Optional.empty()
        : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
  }

  private DriveException withoutAnswer(RuntimeException failure) {
    var proxy = cause(failure, ProxyException.class);
    if (proxy != null) {
      return DriveException.passing(proxy.getMessage() + ".", failure);
    }
    if (cause(failure, CertificateException.class) != null) {
      return new DriveException(
          "The certificate of %s is not trusted: correct endpoint, or name its authority in ca_file."
              .formatted(service),
          failure);
    }
    var tls = cause(failure, SSLException.class);
    if (tls != null && String.valueOf(tls.getMessage()).contains("SSL message")) {
      return new DriveException(
          "%s does not speak TLS: should endpoint begin with http://?".formatted(service), failure);
    }
    if (cause(failure, UnknownHostException.class) != null) {
      return DriveException.passing(
          "%s is not found by its name: correct endpoint, bucket or region, or look after the network."
              .formatted(service),
          failure);
    }
    if (cause(failure, ConnectException.class) != null) {
      return DriveException.passing(
          "%s cannot be reached: nobody answers there.".formatted(service), failure);
    }
    if (isTimeout(failure)) {
      return DriveException.passing("%s did not answer in time.".formatted(service), failure);
    }
    var io = cause(failure, IOException.class);
    return io == null
        ? unusable(failure)
        : DriveException.passing("The connection to %s was lost.".formatted(service), failure);
  }

  private static boolean isTimeout(RuntimeException failure) {
    return failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException
        || cause(failure, SocketTimeoutException.class) != null;
  }

  private DriveException unusable(RuntimeException failure) {
    var words = words(String.valueOf(failure.getMessage()));
    if (words.contains("credentials")) {
      return new DriveException(
          "There are no credentials for %s: set access_key and secret_key, or have this machine provide them."
              .formatted(service),
          failure);
    }
    if (failure instanceof SdkException) {
      return new DriveException(
          "%s gave an answer that is none of S3: correct endpoint, bucket or region."
              .formatted(service),
          failure);
    }
    return new DriveException(
        "The settings for %s cannot be used: %s.".formatted(service, words), failure);
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    return Stream.<@Nullable Throwable>iterate(
            failure, t -> t != null, t -> t == null ? null : t.getCause())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElse(null);
  }

  private static String code(AwsServiceException answer) {
    var details = answer.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  /** The service's own words; without any, the status. */
  static String inBrackets(AwsServiceException answer) {
    var words = words(answer);
    return words.isEmpty() ? " (status " + answer.statusCode() + ")" : " (" + words + ")";
  }

  private static String words(AwsServiceException answer) {
    var details = answer.awsErrorDetails();
    var message = details == null ? null : details.errorMessage();
    return words(
        Stream.of(code(answer), message == null ? "" : message)
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(": ")));
  }

  /** What comes from outside, in one line that is not too long. */
  private static String words(String text) {
    var line = NOT_PRINTABLE.matcher(text).replaceAll(" ").strip();
    return line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) + "…" : line;
  }
}
