package io.backupman.api;

import io.backupman.api.connection.MoreTime;
import io.backupman.api.connection.Places;
import io.backupman.api.problem.HttpProblem;
import io.backupman.api.request.ByteRange;
import io.backupman.api.request.EntityTags;
import io.backupman.api.request.PathId;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.core.audit.AuditAction;
import io.backupman.core.download.Download;
import io.backupman.core.download.Downloads;
import io.backupman.core.drive.DriveException;
import io.backupman.core.request.RequestProblem;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Sends a copy, whole or a part of it, to whoever has a key or a signed link. It stands before the
 * guard.
 */
final class DownloadHandler implements Handler {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long STEP_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
  private static final Header ACCEPT_RANGES =
      HeaderValues.create(HeaderNames.ACCEPT_RANGES, "bytes");
  private static final Header REVALIDATE =
      HeaderValues.create(HeaderNames.CACHE_CONTROL, "private, no-cache");

  private final Guard guard;
  private final Places places;
  private final Downloads downloads;
  private final Duration longestStandstill;
  private final Handler sending;

  /**
   * Makes a handler that sends copies of dumps.
   *
   * @param longestStandstill how long a client may take no bytes
   */
  DownloadHandler(
      Guard guard,
      Places places,
      Audited audited,
      Downloads downloads,
      Duration longestStandstill) {
    this.guard = guard;
    this.places = places;
    this.downloads = downloads;
    this.longestStandstill = longestStandstill;
    sending = audited.as(AuditAction.DOWNLOAD_BACKUP, this::send);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws Exception {
    var query = QueryParameters.of(request, List.of("expires", "signature"));
    var expires = query.text("expires");
    var signature = query.text("signature");
    if (expires == null && signature == null) {
      guard.requireUser(request);
    } else if (!guard.isUser(request)) {
      requireGood(PathId.of(request, "copy"), String.valueOf(expires), String.valueOf(signature));
    }
    places.takeForWork();
    sending.handle(request, response);
  }

  private void requireGood(UUID id, String expires, String signature) {
    if (!SECONDS.matcher(expires).matches()
        || !downloads.isGood(
            id, Instant.ofEpochSecond(Long.parseLong(expires)), guard.standIns(), signature)) {
      throw HttpProblem.forbidden(
          "This link is over or was changed; ask generate-download-url for another.");
    }
  }

  private void send(ServerRequest request, ServerResponse response) throws InterruptedException {
    Answer.announceEnd(request, response);
    var download = downloads.open(PathId.of(request, "copy"));
    var tag = "\"" + download.tag() + "\"";
    var tags = new EntityTags(request, tag);
    if (tags.isAnother()) {
      throw HttpProblem.preconditionFailed("The file has changed since.");
    }
    response.header(HeaderValues.create(HeaderNames.ETAG, tag));
    response.header(REVALIDATE);
    if (tags.isKnown()) {
      response.status(Status.NOT_MODIFIED_304);
      response.send();
      return;
    }
    var size = download.copy().sizeBytes();
    var part =
        isGet(request) && tags.mayBePart()
            ? ByteRange.of(request, size)
            : Optional.<ByteRange>empty();
    part.ifPresent(range -> describe(response, range, size));
    send(request, response, download, part.orElse(new ByteRange(0, size - 1)));
  }

  /** A range is for GET alone (RFC 9110, section 14.2). */
  private static boolean isGet(ServerRequest request) {
    return request.prologue().method().equals(Method.GET);
  }

  private static void describe(ServerResponse response, ByteRange part, long size) {
    response.status(Status.PARTIAL_CONTENT_206);
    response.header(
        HeaderValues.create(
            HeaderNames.CONTENT_RANGE,
            "bytes %s-%s/%s".formatted(part.first(), part.last(), size)));
  }

  private void send(
      ServerRequest request, ServerResponse response, Download download, ByteRange range)
      throws InterruptedException {
    if (request.prologue().method().equals(Method.HEAD) || range.length() == 0) {
      describe(response, download, range);
      response.send();
      return;
    }
    try (InputStream in = opened(download, range)) {
      describe(response, download, range);
      copy(request, response, in);
    } catch (IOException e) {
      // The status is gone already: that it is not whole shows only in the missing bytes.
      throw new CloseConnectionException("The download of " + download.name() + " broke off.", e);
    }
  }

  private static InputStream opened(Download download, ByteRange range)
      throws InterruptedException {
    try {
      return download.copy().read(range.first(), range.length());
    } catch (IOException | DriveException e) {
      throw RequestProblem.unavailable(
          e.getMessage() == null ? "The copy cannot be read." : e.getMessage());
    }
  }

  private static void describe(ServerResponse response, Download download, ByteRange range) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/octet-stream"));
    response.header(Answer.NO_SNIFF);
    response.header(ACCEPT_RANGES);
    response.header(
        HeaderValues.create(
            HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + download.name() + "\""));
    response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, range.length()));
  }

  /** Whoever takes no bytes for a while is hung up on, but a slow one has as long as it takes. */
  private void copy(ServerRequest request, ServerResponse response, InputStream in)
      throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    MoreTime.give(request, longestStandstill);
    var given = System.nanoTime();
    try (OutputStream out = response.outputStream()) {
      for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        if (System.nanoTime() - given > STEP_NANOS) {
          MoreTime.give(request, longestStandstill);
          given = System.nanoTime();
        }
      }
    }
  }
}
