package io.backupman.core.drive.google;

import com.google.api.client.http.HttpResponse;
import com.google.api.services.drive.Drive;
import com.google.api.services.drive.model.File;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.ExactInput;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.drive.VirtualCall;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A file in Google Drive. */
final class GoogleCopy implements StoredCopy {
  private static final int OK = 200;

  private final Drive api;
  private final GoogleCalls calls;
  private final File file;
  private final String path;

  GoogleCopy(Drive api, GoogleCalls calls, File file, String path) {
    this.api = api;
    this.calls = calls;
    this.file = file;
    this.path = path;
  }

  @Override
  public long sizeBytes() {
    return Optional.ofNullable(file.getSize()).orElse(0L);
  }

  @Override
  public InputStream read(long offset, long length) throws IOException, InterruptedException {
    try {
      return VirtualCall.run(
          () ->
              new ExactInput(
                  body(calls.patiently(path + " was read", () -> opened(offset, length))),
                  path,
                  length));
    } catch (DriveException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private HttpResponse opened(long offset, long length) throws IOException {
    var request = api.files().get(file.getId());
    request
        .getRequestHeaders()
        .setRange("bytes=%s-%s".formatted(offset, offset + length - 1))
        .setAcceptEncoding("identity");
    request.setReturnRawInputStream(true);
    var response = request.executeMedia();
    var range = Optional.ofNullable(response.getHeaders().getContentRange()).orElse("");
    var isWhole = response.getStatusCode() == OK && offset == 0;
    if (!isWhole && !range.startsWith("bytes " + offset + "-")) {
      response.disconnect();
      throw new IOException("it sent another part than it was asked for");
    }
    return response;
  }

  /** What is not read to its end is not wanted: the connection is given up rather than emptied. */
  private static InputStream body(HttpResponse response) throws IOException {
    return new FilterInputStream(response.getContent()) {
      @Override
      public void close() throws IOException {
        response.disconnect();
      }
    };
  }
}
