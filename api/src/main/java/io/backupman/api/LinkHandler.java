package io.backupman.api;

import io.backupman.api.request.PathId;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.core.download.Downloads;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers with a signed link, by which a copy can be downloaded without a key. */
final class LinkHandler implements Handler {
  private final Downloads downloads;
  private final Optional<URI> appUrl;

  /**
   * Makes a handler.
   *
   * @param appUrl where clients reach this server; otherwise it is the address of this machine that
   *     the request came to. What the request itself says, its Host, anybody may have written
   */
  LinkHandler(Downloads downloads, Optional<URI> appUrl) {
    this.downloads = downloads;
    this.appUrl = appUrl;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws InterruptedException {
    var query = QueryParameters.of(request, List.of("drive_file_id"));
    var link =
        downloads.link(
            PathId.of(request, "backup"), query.id("drive_file_id"), Guard.standIn(request));
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
    var base = appUrl.map(URI::toString).orElseGet(() -> address(request));
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  private static String address(ServerRequest request) {
    var local = (InetSocketAddress) request.localPeer().address();
    var host = local.getAddress().getHostAddress().replaceFirst("%.*", "");
    return (local.getAddress() instanceof Inet6Address ? "http://[%s]:%s" : "http://%s:%s")
        .formatted(host, local.getPort());
  }

  /** A signed link. */
  record LinkJson(String url, Instant expiresAt) {}
}
