package io.backupman.core.drive.s3;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.RetryPauses;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Brings a dump into a bucket, in one piece or in parts, and compares it there. If it throws, what
 * was sent is removed again, as far as the service can be reached. Runs once.
 */
final class S3Upload {
  private static final System.Logger LOG = System.getLogger(S3Upload.class.getName());

  private final S3Bucket bucket;
  private final String key;
  private final UploadParts parts;
  private final S3Comparison comparison;
  private final LongConsumer progress;
  private final RetryPauses retryPauses;

  /** Whether what lies under the key may be somebody else's, so that it is never removed. */
  private boolean contested;

  S3Upload(
      S3Bucket bucket,
      String key,
      UploadParts parts,
      S3Comparison comparison,
      LongConsumer progress,
      RetryPauses retryPauses) {
    this.bucket = bucket;
    this.key = key;
    this.parts = parts;
    this.comparison = comparison;
    this.progress = progress;
    this.retryPauses = retryPauses;
  }

  /** What is done again for a moment. */
  @FunctionalInterface
  private interface Action {
    void run() throws InterruptedException;
  }

  void run() throws InterruptedException {
    if (parts.count() == 1) {
      inOnePiece();
    } else {
      inParts();
    }
  }

  private void inOnePiece() throws InterruptedException {
    var part = parts.part(0);
    var sha256 = parts.sha256(part);
    parts.requireUnchanged();
    var sending = new UploadProgress(progress);
    var checksum = parts.checksumOfChecksums();
    try {
      store(() -> bucket.put(key, part, sha256, sending), checksum);
    } catch (DriveException | InterruptedException e) {
      if (!isRefusal(e)) {
        remove();
      }
      throw e;
    }
    orElse(() -> compare(checksum), this::remove);
  }

  /** What is there already may be what was sent before, if only the answer was lost. */
  private void store(Action action, String checksum) throws InterruptedException {
    try {
      insist(() -> once(action));
    } catch (DriveException e) {
      if (!S3Errors.isTaken(e)) {
        throw e;
      }
      requireCopy(checksum, e);
    }
  }

  /** A later try may end in whatever way: what the conflict was with is there all the same. */
  private void once(Action action) throws InterruptedException {
    try {
      action.run();
      contested = false;
    } catch (DriveException e) {
      contested |= S3Errors.isContested(e);
      throw e;
    }
  }

  private void requireCopy(String checksum, DriveException taken) throws InterruptedException {
    var found = patiently(() -> bucket.find(key));
    if (found.isEmpty()) {
      throw taken;
    }
    if (!comparison.isCopy(key, found.get(), () -> checksum)) {
      throw bucket.another(key, taken);
    }
  }

  private void inParts() throws InterruptedException {
    var id = begin();
    var sent = new ArrayList<CompletedPart>();
    orElse(() -> sendAll(id, sent), () -> abort(id));
    var checksum = parts.checksumOfChecksums();
    orElse(
        () -> complete(id, sent, checksum),
        () -> {
          abort(id);
          remove();
        });
    if (contested) {
      abort(id);
    }
    orElse(() -> compare(checksum), this::remove);
  }

  /** If its end is not known, there may be an upload whose id nobody knows. */
  private String begin() throws InterruptedException {
    try {
      return patiently(() -> bucket.begin(key));
    } catch (DriveException | InterruptedException e) {
      if (!isRefusal(e)) {
        quietly(() -> abortAll(bucket, key));
      }
      throw e;
    }
  }

  private void sendAll(String id, List<CompletedPart> sent) throws InterruptedException {
    for (int i = 0; i < parts.count(); i++) {
      var part = parts.part(i);
      var sha256 = parts.sha256(part);
      var sending = new UploadProgress(progress);
      int number = i + 1;
      sent.add(patiently(() -> bucket.send(key, id, number, part, sha256, sending)));
    }
    parts.requireUnchanged();
  }

  /** The answer may be lost although the object was made: then asking again fails, too. */
  private void complete(String id, List<CompletedPart> sent, String checksum)
      throws InterruptedException {
    try {
      store(() -> bucket.complete(key, id, sent), checksum);
    } catch (DriveException e) {
      try {
        compare(checksum);
      } catch (DriveException notThere) {
        e.addSuppressed(notThere);
        throw e;
      }
    }
  }

  private void compare(String checksum) throws InterruptedException {
    var found = patiently(() -> bucket.find(key));
    if (found.isEmpty()) {
      throw new DriveException("The copy %s was stored, but is not there.".formatted(key));
    }
    if (!comparison.isCopy(key, found.get(), () -> checksum)) {
      throw new DriveException(
          contested
              ? "The copy %s is not equal to the dump any more.".formatted(key)
              : "The copy %s is not equal to the dump; it was removed.".formatted(key));
    }
  }

  private <T> T patiently(RetryPauses.Step<T> step) throws InterruptedException {
    return retryPauses.run(
        step, e -> LOG.log(System.Logger.Level.DEBUG, "{0} Trying again.", e.getMessage()));
  }

  private void insist(Action action) throws InterruptedException {
    patiently(
        () -> {
          action.run();
          return key;
        });
  }

  /** Clears up if it fails. */
  private static void orElse(Action action, Runnable clearUp) throws InterruptedException {
    try {
      action.run();
    } catch (RuntimeException | InterruptedException e) {
      clearUp.run();
      throw e;
    }
  }

  /** Whether the service did not even begin with it. */
  private static boolean isRefusal(Exception e) {
    return e instanceof DriveException failure && !failure.isPassing();
  }

  private void abort(String id) {
    quietly(() -> bucket.abort(key, id));
  }

  private void remove() {
    if (!contested) {
      quietly(() -> bucket.deleteSoon(key));
    }
  }

  /** Aborts all uploads of exactly this key. */
  static void abortAll(S3Bucket bucket, String key) throws InterruptedException {
    for (var id : bucket.uploads(key)) {
      bucket.abort(key, id);
    }
  }

  private void quietly(Action action) {
    try {
      action.run();
    } catch (DriveException e) {
      if (S3Errors.status(e) != 404) {
        LOG.log(
            System.Logger.Level.WARNING,
            "What was sent of " + key + " may be left in the bucket, where it costs space.",
            e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
