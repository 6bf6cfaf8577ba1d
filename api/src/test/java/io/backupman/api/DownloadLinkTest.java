package io.backupman.api;

import static io.backupman.api.StoredCopy.CONTENT;
import static io.backupman.api.StoredCopy.DOWNLOAD;
import static io.backupman.api.StoredCopy.LINK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.api.ApiKeys.Role;
import io.backupman.api.ApiSettings.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The links by which a copy is downloaded without a key. */
class DownloadLinkTest {
  private final RunningApi api = RunningApi.start();

  @BeforeEach
  void backup() {
    StoredCopy.add(api);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void makesALinkThatIsGoodForAQuarterOfAnHour() throws IOException {
    var link = link();

    assertThat(link.get("ExpiresAt").asText()).isEqualTo("2025-07-02T10:15:00Z");
    assertThat(fromLink(link).body()).isEqualTo(CONTENT);
    api.now.set(Samples.TEN.plus(Duration.ofMinutes(15)).minusMillis(1));
    assertThat(fromLink(link).statusCode()).isEqualTo(200);
    api.now.set(Samples.TEN.plus(Duration.ofMinutes(15)));
    assertThat(fromLink(link).statusCode()).isEqualTo(403);
    assertThat(fromLink(link).body()).contains("This link is over or was changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "expires=1 | expires=2",
        "d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c | d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1d",
        "signature= | signature=A",
        "&signature= | &x=",
        "expires= | expires=9",
        "expires= | expires=-"
      })
  void aLinkThatWasChangedOpensNothing(String part, String other) throws IOException {
    var url = link().get("Url").asText().replace(part, other);

    var answer = api.send(HttpRequest.newBuilder(URI.create(url)));

    assertThat(answer.statusCode()).isIn(400, 403);
    assertThat(answer.body()).doesNotContain("0123456789");
  }

  @Test
  void aKeyOpensWhatALinkDoesNotAnyMore() {
    var stale = DOWNLOAD + "?expires=1&signature=abc";

    assertThat(api.send(api.request(stale)).statusCode()).isEqualTo(403);
    assertThat(api.send(api.requestWithKey(stale)).body()).isEqualTo(CONTENT);
  }

  @Test
  void aLinkNeedsBothItsParts() throws IOException {
    var url = link().get("Url").asText();
    var expires = url.substring(url.indexOf("expires="), url.indexOf("&"));

    assertThat(api.send(api.request(DOWNLOAD + "?" + expires)).statusCode()).isEqualTo(403);
    assertThat(api.send(api.request(DOWNLOAD + "?signature=abc")).statusCode()).isEqualTo(403);
  }

  @Test
  void theLinkLeadsToWhereClientsReachTheServer() throws IOException {
    assertThat(link().get("Url").asText()).startsWith(api.uri(DOWNLOAD) + "?expires=1751451300&");
    try (var proxied = RunningApi.startBehind(URI.create("https://backup.example.com/b/"))) {
      StoredCopy.add(proxied);
      var url = json(proxied.get(LINK)).get("Url").asText();
      assertThat(url).startsWith("https://backup.example.com/b" + DOWNLOAD + "?expires=");
    }
  }

  @Test
  void aLinkToACertainCopyMayBeAskedFor() {
    assertThat(api.get(LINK + "?drive_file_id=" + Samples.DRIVE_FILE).statusCode()).isEqualTo(200);
    assertThat(api.get(LINK + "?drive_file_id=" + Samples.REPORT).statusCode()).isEqualTo(404);
    assertThat(api.get(LINK + "?drive_file_id=1").statusCode()).isEqualTo(400);
    assertThat(api.get(LINK.replace("b4c3", "0000")).statusCode()).isEqualTo(404);
  }

  @Test
  void aBackupWithoutACopyHasNoLink() {
    api.backups.backups.clear();
    api.backups.backups.add(Samples.pending());

    var answer = api.get(LINK);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("No drive holds a copy of this backup.");
  }

  @Test
  void aLinkEndsWithTheKeyThatItWasMadeWith() throws IOException {
    var url = link().get("Url").asText();
    var query = url.substring(url.indexOf('?'));
    var another = RunningApi.key("another", Role.USER, "another-key");
    var others = ApiKeys.of(List.of(another, RunningApi.key("third", Role.ADMIN, "third-key")));
    var more = ApiKeys.of(List.of(another, RunningApi.key("ci", Role.USER, RunningApi.USER_KEY)));
    var less = ApiKeys.of(List.of(another, RunningApi.key("ci", Role.VIEW, RunningApi.USER_KEY)));

    assertThat(api.send(api.request(DOWNLOAD + query)).statusCode()).isEqualTo(200);
    for (var keys : List.of(others, more, less)) {
      try (var later = RunningApi.start(keys, Limits.USUAL)) {
        StoredCopy.add(later);
        assertThat(later.send(later.request(DOWNLOAD + query)).statusCode())
            .isEqualTo(keys.equals(more) ? 200 : 403);
      }
    }
  }

  @Test
  void aLinkDoesNotGoWhereTheHostHeaderSays() throws IOException {
    var answer =
        api.raw(
            "GET %s HTTP/1.1\r\nHost: evil.example\r\nX-Api-Key: %s\r\nConnection: close\r\n\r\n"
                .formatted(LINK, RunningApi.USER_KEY));

    assertThat(answer)
        .contains("\"Url\":\"http://127.0.0.1:%d/api/backups/".formatted(api.server.port()))
        .doesNotContain("evil");
  }

  private JsonNode link() throws IOException {
    return json(api.get(LINK));
  }

  private HttpResponse<String> fromLink(JsonNode link) {
    return api.send(HttpRequest.newBuilder(URI.create(link.get("Url").asText())));
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }
}
