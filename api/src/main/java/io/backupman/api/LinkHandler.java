package io.backupman.api;

import io.backupman.api.request.PathId;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.LinkJson;
import io.backupman.core.download.Downloads;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Makes signed links to copies. */
final class LinkHandler implements Handler {
  private final Downloads downloads;
  private final Optional<URI> appUrl;

  /**
   * Makes links.
   *
   * @param appUrl where clients reach this server; otherwise it is where the request went to
   */
  LinkHandler(Downloads downloads, Optional<URI> appUrl) {
    this.downloads = downloads;
    this.appUrl = appUrl;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws InterruptedException {
    var query = QueryParameters.of(request, List.of("drive_file_id"));
    var link = downloads.link(PathId.of(request, "backup"), query.id("drive_file_id"));
    var url =
        "%s/api/backups/%s/download?expires=%s&signature=%s"
            .formatted(
                base(request),
                link.driveFileId(),
                link.expiresAt().getEpochSecond(),
                link.signature());
    Answer.ok(request, response, new LinkJson(url, link.expiresAt()));
  }

  private String base(ServerRequest request) {
    var base =
        appUrl
            .map(URI::toString)
            .orElseGet(() -> "http://" + request.headers().get(HeaderNames.HOST).get());
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }
}
