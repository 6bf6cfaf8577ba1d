package io.backupman.core.drive.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.services.drive.Drive;
import com.google.api.services.drive.model.File;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.google.auth.Exchange;
import io.backupman.core.drive.google.auth.SignInException;
import io.backupman.core.file.FileTrouble;
import io.backupman.core.source.Dump;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * One upload to Google Drive: a session that takes the dump in chunks and can tell how far it got.
 * The library's own uploader keeps the session to itself, so that nobody could end it, holds a
 * chunk in memory and knows no rate limits. For one thread.
 */
final class GoogleUpload {
  private static final System.Logger LOG = System.getLogger(GoogleUpload.class.getName());
  private static final String DOING = "the copy was sent";
  private static final int RESUME_INCOMPLETE = 308;
  private static final int TIME_TO_CANCEL_MS = (int) Duration.ofSeconds(2).toMillis();
  private static final Pattern RANGE = Pattern.compile("bytes=0-(\\d+)");

  private final Drive api;
  private final GoogleCalls calls;
  private final FileChannel channel;
  private final Dump dump;
  private final int chunkBytes;
  private final LongConsumer progress;
  private final DumpDigest digest = new DumpDigest();
  private Optional<GenericUrl> session = Optional.empty();
  private long told;

  /**
   * An upload that has not begun.
   *
   * @param channel the dump's file
   * @param chunkBytes how much goes in one request: a multiple of 256 KiB
   */
  GoogleUpload(
      Drive api,
      GoogleCalls calls,
      FileChannel channel,
      Dump dump,
      int chunkBytes,
      LongConsumer progress) {
    this.api = api;
    this.calls = calls;
    this.channel = channel;
    this.dump = dump;
    this.chunkBytes = chunkBytes;
    this.progress = progress;
  }

  /**
   * What Google says to a chunk, or when it is asked how far it got.
   *
   * @param done whether the file is there
   * @param next the first byte that it does not have yet
   */
  private record Reply(boolean done, long next) {}

  /**
   * Sends the whole dump.
   *
   * @param file its name, folder and id
   * @return the checksums of what was sent
   */
  DumpDigest.Checksums send(File file) throws InterruptedException {
    var url = new GenericUrl(calls.patiently("an upload was begun", () -> begin(file)));
    session = Optional.of(url);
    long at = 0;
    boolean certain = true;
    for (int failures = 0; ; ) {
      try {
        var reply = certain ? chunk(url, at) : asked(url);
        if (reply.done()) {
          tell(dump.sizeBytes());
          return digest.checksums();
        }
        failures = reply.next() > at ? 0 : failures + (certain ? 1 : 0);
        at = reply.next();
        certain = true;
        tell(at);
        giveUpAfter(failures, new IOException("it takes no more"));
      } catch (IOException | SignInException e) {
        failures++;
        certain = false;
        giveUpIfForgotten(e);
        giveUpAfter(failures, e);
        calls.pause(DOING, e, failures);
      }
    }
  }

  private String begin(File file) throws IOException {
    var url = new GenericUrl(api.getRootUrl() + "upload/" + api.getServicePath() + "files");
    url.set("uploadType", "resumable").set("fields", "id");
    var request =
        api.getRequestFactory().buildPostRequest(url, new JsonHttpContent(Exchange.JSON, file));
    request.getHeaders().set("X-Upload-Content-Type", "application/octet-stream");
    request.getHeaders().set("X-Upload-Content-Length", dump.sizeBytes());
    var response = answer(request);
    response.ignore();
    return Optional.ofNullable(response.getHeaders().getLocation())
        .orElseThrow(() -> new IOException("it gave the upload no address"));
  }

  private Reply chunk(GenericUrl url, long at) throws IOException, InterruptedException {
    long length = Math.min(chunkBytes, dump.sizeBytes() - at);
    if (length == 0) {
      return asked(url); // What is empty is whole at once.
    }
    var chunk = new GoogleChunk(channel, at, length, digest, progress);
    try {
      return put(url, chunk, "bytes %s-%s/%s".formatted(at, at + length - 1, dump.sizeBytes()));
    } catch (IOException e) {
      var unreadable = chunk.unreadable();
      if (unreadable != null && !Thread.currentThread().isInterrupted()) {
        throw new DriveException(
            "The dump %s could not be read to its end: %s."
                .formatted(dump.file(), FileTrouble.reason(unreadable)),
            unreadable);
      }
      throw e;
    }
  }

  private Reply asked(GenericUrl url) throws IOException {
    return put(url, new EmptyContent(), "bytes */" + dump.sizeBytes());
  }

  private Reply put(GenericUrl url, HttpContent content, String range) throws IOException {
    var request = api.getRequestFactory().buildPutRequest(url, content);
    request.getHeaders().setContentRange(range);
    var response = answer(request);
    response.ignore();
    return new Reply(
        response.isSuccessStatusCode(),
        next(Optional.ofNullable(response.getHeaders().getRange())));
  }

  private static long next(Optional<String> range) {
    return range
        .map(RANGE::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> Long.parseLong(matcher.group(1)) + 1)
        .orElse(0L);
  }

  private static HttpResponse answer(HttpRequest request) throws IOException {
    request.setThrowExceptionOnExecuteError(false);
    var response = request.execute();
    if (response.isSuccessStatusCode() || response.getStatusCode() == RESUME_INCOMPLETE) {
      return response;
    }
    throw GoogleJsonResponseException.from(Exchange.JSON, response);
  }

  private void tell(long at) {
    progress.accept(Math.max(0, at - told));
    told = Math.max(told, at);
  }

  private static void giveUpIfForgotten(Exception failure) {
    if (failure instanceof HttpResponseException answer && GoogleErrors.of(answer).isMissing()) {
      throw DriveException.passing(
          "Google Drive has forgotten the upload; it has to begin anew.",
          new IOException("HTTP " + answer.getStatusCode())); // its own text has the address
    }
  }

  private void giveUpAfter(int failures, Exception failure) throws InterruptedException {
    if (failures >= GoogleCalls.TRIES) {
      throw calls.exception(DOING, failure);
    }
  }

  /** A retry may already look at what is being cleared up. */
  static void limitToAMoment(HttpRequest request) {
    request.setConnectTimeout(TIME_TO_CANCEL_MS).setReadTimeout(TIME_TO_CANCEL_MS);
  }

  /** Ends the session, as far as that can be done in a moment; it ends by itself in a week. */
  void cancel() {
    session.ifPresent(
        url -> {
          try {
            var request = api.getRequestFactory().buildDeleteRequest(url);
            limitToAMoment(request);
            request.setThrowExceptionOnExecuteError(false);
            request.execute().ignore();
          } catch (IOException | SignInException e) {
            LOG.log(System.Logger.Level.DEBUG, "The upload could not be cancelled.", e);
          }
        });
  }
}
