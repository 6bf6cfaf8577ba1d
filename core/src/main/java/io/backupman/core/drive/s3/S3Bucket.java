package io.backupman.core.drive.s3;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.FilePart;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.drive.VirtualCall;
import io.backupman.net.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * The calls to one bucket, each of which an interrupt ends. All throw {@link DriveException} with a
 * sentence. Safe for use by several threads.
 */
final class S3Bucket {
  private static final System.Logger LOG = System.getLogger(S3Bucket.class.getName());
  private static final String CONTENT_TYPE = "application/octet-stream";
  private static final String PUT = "s3:PutObject";
  private static final String GET = "s3:GetObject";
  private static final String ABORT = "s3:AbortMultipartUpload";

  /** Of If-None-Match: an object of whatever contents (RFC 9110, section 13.1.2). */
  private static final String ANY = "*";

  /** For a service that begins its answer at once, but puts the object together first. */
  private static final Duration COMPLETING = Duration.ofMinutes(9);

  private static final Duration BEGINNING = Duration.ofMinutes(1);

  /** For clearing up: it must not come late, when something new may be under the key. */
  private static final AwsRequestOverrideConfiguration SOON =
      AwsRequestOverrideConfiguration.builder().apiCallTimeout(Duration.ofSeconds(4)).build();

  private static final long SLOWEST_BYTES_PER_SECOND = 16L * 1024;

  private final S3DriveSettings settings;
  private final Network network;
  private final S3Errors errors;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable S3Client client;
  private volatile boolean checksums = true;
  private volatile boolean conditions = true;

  /** Nothing is connected to yet. */
  S3Bucket(S3DriveSettings settings, Network network) {
    this.settings = settings;
    this.network = network;
    this.errors = new S3Errors(settings);
  }

  /** Sends no headers with checksums from now on. */
  void giveUpChecksums() {
    checksums = false;
  }

  /** Trusts from now on that there is nothing under the key of an object that is stored. */
  void giveUpConditions() {
    if (conditions) {
      conditions = false;
      LOG.log(
          System.Logger.Level.INFO,
          "{0} does not know If-None-Match: \"{1}\" only looks beforehand whether there is an object"
              + " of the same key.",
          settings.service(),
          settings.label());
    }
  }

  /** An object that is not what it should be, and not ours. */
  DriveException another(String key, @Nullable Throwable cause) {
    var sentence =
        "There is another object %s in the bucket \"%s\" already; it was left as it is."
            .formatted(key, settings.bucket());
    return cause == null ? new DriveException(sentence) : new DriveException(sentence, cause);
  }

  /** Looks into the bucket, and throws if it is not there or may not be looked into. */
  void list(String prefix) throws InterruptedException {
    call(
        "s3:ListBucket",
        s3 -> s3.listObjectsV2(r -> r.bucket(settings.bucket()).prefix(prefix).maxKeys(1)));
  }

  /** What there is under a key; nothing also if the bucket is missing. */
  Optional<HeadObjectResponse> find(String key) throws InterruptedException {
    try {
      return Optional.of(head(key));
    } catch (DriveException e) {
      int status = S3Errors.status(e);
      if (status == 404) {
        return Optional.empty();
      }
      if ((status >= 300 && status < 500) || status == 501) {
        // The answer to HEAD has no words: have the service say them.
        list(key);
      }
      throw e;
    }
  }

  private HeadObjectResponse head(String key) throws InterruptedException {
    if (!checksums) {
      return head(key, request -> request);
    }
    try {
      return head(key, request -> request.checksumMode(ChecksumMode.ENABLED));
    } catch (DriveException e) {
      if (S3Errors.status(e) != 400 && S3Errors.status(e) != 501) {
        throw e;
      }
      return headWithoutChecksums(key);
    }
  }

  private HeadObjectResponse headWithoutChecksums(String key) throws InterruptedException {
    try {
      var found = head(key, request -> request);
      giveUpChecksums();
      return found;
    } catch (DriveException e) {
      if (S3Errors.status(e) == 404) {
        giveUpChecksums();
      }
      throw e;
    }
  }

  private HeadObjectResponse head(
      String key, Function<HeadObjectRequest.Builder, HeadObjectRequest.Builder> more)
      throws InterruptedException {
    var request = more.apply(HeadObjectRequest.builder().bucket(settings.bucket()).key(key));
    return call(GET, s3 -> s3.headObject(request.build()));
  }

  /**
   * Stores an object. One that is there already stays, if the service knows that condition.
   *
   * @param sha256 of the part, in Base64
   * @param sending is told how far it is
   */
  void put(String key, FilePart part, String sha256, UploadProgress sending)
      throws InterruptedException {
    var request =
        PutObjectRequest.builder()
            .bucket(settings.bucket())
            .key(key)
            .contentType(CONTENT_TYPE)
            .overrideConfiguration(timeFor(part.length()));
    if (checksums) {
      request.checksumSHA256(sha256);
    } else {
      request.contentMD5(md5(part));
    }
    unlessThere(
        (s3, condition) ->
            s3.putObject(request.ifNoneMatch(condition).build(), body(part, sending)));
  }

  /** A call that stores an object. */
  private interface Storing {
    void run(S3Client s3, @Nullable String condition);
  }

  private void unlessThere(Storing storing) throws InterruptedException {
    if (!conditions) {
      run(storing, null);
      return;
    }
    try {
      run(storing, ANY);
    } catch (DriveException e) {
      if (!S3Errors.refusesConditions(e)) {
        throw e;
      }
      run(storing, null);
      giveUpConditions();
    }
  }

  private void run(Storing storing, @Nullable String condition) throws InterruptedException {
    call(
        PUT,
        s3 -> {
          storing.run(s3, condition);
          return s3;
        });
  }

  /** Begins an object that is sent in parts, and gives back the upload's id. */
  String begin(String key) throws InterruptedException {
    return call(
            PUT,
            s3 ->
                s3.createMultipartUpload(
                    r -> {
                      r.bucket(settings.bucket()).key(key).contentType(CONTENT_TYPE);
                      if (checksums) {
                        r.checksumAlgorithm(ChecksumAlgorithm.SHA256);
                      }
                    }))
        .uploadId();
  }

  /**
   * Sends a part.
   *
   * @param number from 1
   */
  CompletedPart send(
      String key, String id, int number, FilePart part, String sha256, UploadProgress sending)
      throws InterruptedException {
    var request =
        UploadPartRequest.builder()
            .bucket(settings.bucket())
            .key(key)
            .uploadId(id)
            .partNumber(number)
            .overrideConfiguration(timeFor(part.length()));
    var done = CompletedPart.builder().partNumber(number);
    if (checksums) {
      request.checksumSHA256(sha256);
      done.checksumSHA256(sha256);
    } else {
      request.contentMD5(md5(part));
    }
    return done.eTag(call(PUT, s3 -> s3.uploadPart(request.build(), body(part, sending))).eTag())
        .build();
  }

  /** Makes the object out of its parts, as {@link #put} stores one. */
  void complete(String key, String id, List<CompletedPart> parts) throws InterruptedException {
    unlessThere(
        (s3, condition) ->
            s3.completeMultipartUpload(
                r ->
                    r.bucket(settings.bucket())
                        .key(key)
                        .uploadId(id)
                        .ifNoneMatch(condition)
                        .multipartUpload(m -> m.parts(parts))
                        .overrideConfiguration(
                            o ->
                                o.apiCallAttemptTimeout(S3Clients.attempt(COMPLETING, settings)))));
  }

  /** Throws away an upload and its parts. */
  void abort(String key, String id) throws InterruptedException {
    call(
        ABORT,
        s3 ->
            s3.abortMultipartUpload(
                r ->
                    r.bucket(settings.bucket()).key(key).uploadId(id).overrideConfiguration(SOON)));
  }

  /** The ids of the uploads of exactly this key that have not come to an end. */
  List<String> uploads(String key) throws InterruptedException {
    return call(
        "s3:ListBucketMultipartUploads",
        s3 ->
            s3
                .listMultipartUploadsPaginator(
                    r -> r.bucket(settings.bucket()).prefix(key).overrideConfiguration(SOON))
                .uploads()
                .stream()
                .filter(upload -> key.equals(upload.key()))
                .map(MultipartUpload::uploadId)
                .toList());
  }

  /** Reads a part of an object; {@code length} is at least 1. */
  ResponseInputStream<GetObjectResponse> get(String key, long offset, long length)
      throws InterruptedException {
    var range = "bytes=" + offset + "-" + (offset + length - 1);
    var stream =
        call(GET, s3 -> s3.getObject(r -> r.bucket(settings.bucket()).key(key).range(range)));
    var got = stream.response().contentRange();
    if (got != null ? got.startsWith("bytes " + offset + "-") : offset == 0) {
      return stream;
    }
    S3Input.abandon(stream);
    throw new DriveException(
        "%s cannot read an object from the middle.".formatted(settings.service()));
  }

  /** Removes an object, if it is there. */
  void delete(String key) throws InterruptedException {
    delete(DeleteObjectRequest.builder().key(key));
  }

  /** Removes an object, if it is there, at once or not at all. */
  void deleteSoon(String key) throws InterruptedException {
    delete(DeleteObjectRequest.builder().key(key).overrideConfiguration(SOON));
  }

  private void delete(DeleteObjectRequest.Builder request) throws InterruptedException {
    try {
      call("s3:DeleteObject", s3 -> s3.deleteObject(request.bucket(settings.bucket()).build()));
    } catch (DriveException e) {
      if (!S3Errors.isMissingKey(e)) {
        throw e;
      }
    }
  }

  private <T> T call(String permission, Function<S3Client, T> call) throws InterruptedException {
    try {
      return VirtualCall.run(() -> call.apply(client()));
    } catch (DriveException e) {
      throw e;
    } catch (AbortedException e) {
      var interrupted = new InterruptedException("The call was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      throw errors.of(new UncheckedIOException(e), permission);
    } catch (RuntimeException e) {
      throw errors.of(e, permission);
    }
  }

  private S3Client client() {
    var made = client;
    return made == null ? makeClient() : made;
  }

  private S3Client makeClient() {
    making.lock();
    try {
      var made = client;
      if (made == null) {
        made = S3Clients.of(settings, network);
        client = made;
      }
      return made;
    } finally {
      making.unlock();
    }
  }

  private static String md5(FilePart part) throws InterruptedException {
    return Base64.getEncoder().encodeToString(part.digest("MD5"));
  }

  /** A body that is read from the file whenever it is sent. */
  private static RequestBody body(FilePart part, UploadProgress sending) {
    return RequestBody.fromContentProvider(
        () -> sending.read(part.open()), part.length(), CONTENT_TYPE);
  }

  /** How long an attempt to send a part may take. */
  AwsRequestOverrideConfiguration timeFor(long bytes) {
    var sending = BEGINNING.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
    return AwsRequestOverrideConfiguration.builder()
        .apiCallAttemptTimeout(S3Clients.attempt(sending, settings))
        .build();
  }
}
