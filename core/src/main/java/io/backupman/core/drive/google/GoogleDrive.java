package io.backupman.core.drive.google;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.services.drive.model.About;
import com.google.api.services.drive.model.File;
import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.GoogleDriveSettings;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.drive.VirtualCall;
import io.backupman.core.drive.google.auth.AccessTokens;
import io.backupman.core.drive.google.auth.Exchange;
import io.backupman.core.drive.google.auth.SignedRequests;
import io.backupman.core.file.FileTrouble;
import io.backupman.core.source.Dump;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A folder in somebody's Google Drive. Backupman sees the files there that it has made itself, and
 * no others.
 */
public final class GoogleDrive implements Drive {
  private static final System.Logger LOG = System.getLogger(GoogleDrive.class.getName());
  private static final Tuning TUNING =
      new Tuning(
          com.google.api.services.drive.Drive.DEFAULT_ROOT_URL,
          Duration.ofSeconds(1),
          8 * 1024 * 1024);

  private final GoogleDriveSettings settings;
  private final Tuning tuning;
  private final com.google.api.services.drive.Drive api;
  private final GoogleCalls calls;
  private final GoogleFolders folders;

  /**
   * What is other in tests.
   *
   * @param rootUrl where Google Drive is, with a slash at its end
   * @param firstPause how long to wait after a first failure
   * @param chunkBytes how much goes in one request
   */
  record Tuning(String rootUrl, Duration firstPause, int chunkBytes) {}

  /**
   * Describes it; nothing is read or connected to yet.
   *
   * @param transport sends requests
   * @param secrets is told of every secret
   */
  public GoogleDrive(
      GoogleDriveSettings settings, HttpTransport transport, Consumer<String> secrets) {
    this(settings, transport, secrets, TUNING, Clock.systemUTC());
  }

  GoogleDrive(
      GoogleDriveSettings settings,
      HttpTransport transport,
      Consumer<String> secrets,
      Tuning tuning,
      Clock clock) {
    this.settings = settings;
    this.tuning = tuning;
    var tokens =
        new AccessTokens(
            settings.clientSecretFile(), settings.tokenFile(), transport, clock, secrets);
    this.api =
        new com.google.api.services.drive.Drive.Builder(
                transport, Exchange.JSON, new SignedRequests(tokens))
            .setApplicationName("Backupman")
            .setRootUrl(tuning.rootUrl())
            .build();
    this.calls = new GoogleCalls(new Backoff(tuning.firstPause()), tokens::mask);
    this.folders = new GoogleFolders(api, calls);
  }

  private static <T> T run(Callable<T> call) throws InterruptedException {
    try {
      return VirtualCall.run(call);
    } catch (IOException e) {
      throw new IllegalStateException("Failures are told as a DriveException", e);
    }
  }

  @Override
  public String label() {
    return settings.label();
  }

  @Override
  public String provider() {
    return settings.provider();
  }

  @Override
  public String store(Dump dump, String name, LongConsumer progress) throws InterruptedException {
    return run(() -> stored(dump, name, progress));
  }

  private String stored(Dump dump, String name, LongConsumer progress) throws InterruptedException {
    try (FileChannel channel = FileChannel.open(dump.file(), StandardOpenOption.READ)) {
      var found = folders.findOrMake(settings.folder());
      if (isThere(found, dump, name)) {
        progress.accept(dump.sizeBytes());
      } else {
        upload(channel, found.getFirst(), dump, name, progress);
      }
      return settings.path(name);
    } catch (NoSuchFileException e) {
      throw new DriveException("The dump %s is not there any more.".formatted(dump.file()), e);
    } catch (IOException e) {
      throw new DriveException(
          "The dump %s could not be read: %s.".formatted(dump.file(), FileTrouble.reason(e)), e);
    }
  }

  private boolean isThere(List<String> found, Dump dump, String name)
      throws IOException, InterruptedException {
    var there = folders.files(found, name);
    for (var file : there) {
      if (GoogleComparison.isCopy(file, dump)) {
        return true;
      }
    }
    if (!there.isEmpty()) {
      throw new DriveException(
          "There is another file %s in the folder %s of Google Drive already; it was left as it is."
              .formatted(name, settings.folder()));
    }
    return false;
  }

  private void upload(
      FileChannel channel, String folder, Dump dump, String name, LongConsumer progress)
      throws InterruptedException {
    var upload = new GoogleUpload(api, calls, channel, dump, tuning.chunkBytes(), progress);
    // An id of our own, so that the file can be removed whatever becomes of the last answer.
    var id =
        calls.patiently(
            "an id was asked for",
            () -> api.files().generateIds().setCount(1).execute().getIds().getFirst());
    var file = new File().setId(id).setName(name).setParents(List.of(folder));
    boolean isStored = false;
    try {
      var sent = upload.send(file);
      if (!sent.sha256().equals(dump.sha256())) {
        throw new DriveException(
            "The dump %s was changed while it was copied: it does not have its checksum any more."
                .formatted(dump.file()));
      }
      var made =
          calls.patiently(
              "the copy was compared",
              () -> api.files().get(id).setFields(GoogleFolders.FILE_FIELDS).execute());
      if (!GoogleComparison.isCopy(made, dump, sent.md5())) {
        throw new DriveException(
            "What Google Drive has stored is not equal to the dump; it was removed again.");
      }
      isStored = true;
    } finally {
      if (!isStored) {
        undo(upload, id);
      }
    }
  }

  /** As far as it can be done in a moment; the thread may have been interrupted. */
  private void undo(GoogleUpload upload, String id) {
    boolean interrupted = Thread.interrupted();
    upload.cancel();
    try {
      remove(id, GoogleUpload::limitToAMoment);
    } catch (DriveException e) {
      LOG.log(System.Logger.Level.DEBUG, "A copy that failed could not be removed.", e);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void remove(String id) throws InterruptedException {
    remove(id, request -> {});
  }

  private void remove(String id, Consumer<HttpRequest> limits) throws InterruptedException {
    calls.once(
        "a copy was removed",
        () -> {
          var request = api.files().delete(id).buildHttpRequest();
          limits.accept(request);
          try {
            var answer = request.execute();
            answer.disconnect();
            return answer.getStatusCode();
          } catch (HttpResponseException e) {
            if (GoogleErrors.of(e).isMissing()) {
              return e.getStatusCode();
            }
            throw e;
          }
        });
  }

  @Override
  public StoredCopy open(String path) throws InterruptedException {
    return run(
        () -> {
          var files = found(path);
          if (files.isEmpty()) {
            throw new DriveException(
                "%s is not in Google Drive; it may have been removed or renamed, or belong to another account."
                    .formatted(path));
          }
          return new GoogleCopy(api, calls, files.getFirst(), path);
        });
  }

  /** By the folder that it was stored in: the configuration may name another one by now. */
  private List<File> found(String path) throws InterruptedException {
    int slash = path.lastIndexOf('/');
    return folders.files(
        folders.find(path.substring(0, Math.max(0, slash))), path.substring(slash + 1));
  }

  /** Without its folder, nobody knows whether the copy is gone, or the account is another one. */
  private void requireFolder(List<File> found, String path) throws InterruptedException {
    var folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    if (found.isEmpty() && folders.find(folder).isEmpty()) {
      throw new DriveException(
          "The folder %s, which should hold %s, is not in Google Drive: was it renamed, or is this another account?"
              .formatted(folder, path));
    }
  }

  /** A session that was not brought to its end leaves nothing, and ends by itself. */
  @Override
  public void removeLeftovers(String name) {}

  /** {@inheritDoc} */
  @Override
  public void delete(String path) throws InterruptedException {
    run(
        () -> {
          var files = found(path);
          requireFolder(files, path);
          for (var file : files) {
            remove(file.getId());
          }
          return null;
        });
  }

  /** Asks whose drive it is and how full; the folder is looked for when there is something. */
  @Override
  public void check() throws InterruptedException {
    var about =
        run(
            () ->
                calls.once(
                    "it was checked",
                    () -> api.about().get().setFields("user,storageQuota(limit,usage)").execute()));
    if (isFull(about)) {
      throw new DriveException(
          "The Google account has no space left: make room in it, or get it more.");
    }
  }

  private static boolean isFull(About about) {
    var quota = about.getStorageQuota();
    return quota != null
        && quota.getLimit() != null
        && quota.getUsage() != null
        && quota.getUsage() >= quota.getLimit();
  }
}
