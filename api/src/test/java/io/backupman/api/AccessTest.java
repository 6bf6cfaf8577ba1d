package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.api.ApiSettings.Limits;
import io.backupman.core.report.ReportWithDeliveries;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private static final String ADMIN_ROUTE = "/api/admin/reports/" + Samples.REPORT + "/resend";

  private final RunningApi api = RunningApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/api/",
        "/api/backups",
        "/api/backups/x",
        "/api/reports",
        "/api/notifiers",
        "/api/admin",
        "/api/admin/reports/x/resend",
        "/api/no/such/route"
      })
  void withoutAKeyEverythingUnderApiIsUnauthorizedWhetherItExistsOrNot(String path) {
    var answer = api.send(api.request(path));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"Backupman\"");
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
                + "\"detail\":\"A valid API key is needed; send it in the header X-Api-Key.\","
                + "\"Error\":\"A valid API key is needed; send it in the header X-Api-Key.\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%61pi/backups",
        "//api/backups",
        "/api//backups",
        "/x/../api/backups",
        "/./api/backups",
        "/api;a=b/backups",
        "/api/backups;a=b",
        "/api%2Fbackups",
        "/API/backups",
        "/ping/../api/backups",
        "/api/./admin/../backups"
      })
  void noSpellingOfAPathGoesAroundTheKey(String path) throws IOException {
    var answer = api.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).matches("(?s)HTTP/1.1 40[014] .*").doesNotContain("Results");
    assertThat(api.backups.lastQuery).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/admin/reports/%s/resend",
        "/api//admin/reports/%s/resend",
        "/api/%%61dmin/reports/%s/resend",
        "/api/x/../admin/reports/%s/resend",
        "/api/admin;x=y/reports/%s/resend"
      })
  void noSpellingOfAPathGoesAroundTheAdminKey(String path) throws IOException {
    var answer =
        api.raw(
            "POST %s HTTP/1.1\r\nHost: x\r\nX-Api-Key: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .formatted(path.formatted(Samples.REPORT), RunningApi.USER_KEY));

    assertThat(answer).matches("(?s)HTTP/1.1 40[034] .*");
    assertThat(api.reports.resends).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "X-Api-Key,user-key-0f3c",
    "X-Api-Key,admin-key-77aa",
    "x-api-key,user-key-0f3c",
    "Authorization,Bearer user-key-0f3c",
    "Authorization,bearer admin-key-77aa",
  })
  void aKeyOpensTheApi(String header, String value) {
    assertThat(api.send(api.request("/api/backups").header(header, value)).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Api-Key,wrong",
    "X-Api-Key,user-key-0f3",
    "X-Api-Key,user-key-0f3c2",
    "X-Api-Key,USER-KEY-0F3C",
    "Authorization,Bearer wrong",
    "Authorization,Basic dXNlci1rZXktMGYzYw==",
    "Authorization,user-key-0f3c",
    "Authorization,Bearer",
    "Cookie,user-key-0f3c",
  })
  void anythingElseDoesNot(String header, String value) {
    assertThat(api.send(api.request("/api/backups").header(header, value)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aKeyInTheQueryIsNoKey() {
    assertThat(api.send(api.request("/api/backups?X-Api-Key=user-key-0f3c")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aUserKeyMayNotUseAdminRoutes() {
    var answer =
        api.send(
            api.request(ADMIN_ROUTE)
                .header("X-Api-Key", RunningApi.USER_KEY)
                .POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"title\":\"Forbidden\"").contains("admin key");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    assertThat(api.reports.resends).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/backups",
        "/api/backups/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b",
        "/api/reports",
        "/api/reports/a0000000-0000-4000-8000-000000000001",
        "/api/notifiers",
        "/observe/metrics"
      })
  void aViewKeyLooks(String path) {
    StoredCopy.add(api);
    api.reports.reports.add(new ReportWithDeliveries(Samples.report(), List.of()));

    assertThat(api.send(viewing(path)).statusCode()).isEqualTo(200);
    assertThat(api.send(viewing(path).HEAD()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/api/backups",
    "POST,/api/backups/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b/cancel",
    "POST,/api/backups/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b/retry",
    "DELETE,/api/backups/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b",
    "GET,/api/backups/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b/generate-download-url",
    "HEAD,/api/backups/b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b/generate-download-url",
    "GET,/api/backups/d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c/download",
    "GET,/api/backups/d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c/download?expires=1&signature=x",
    "POST,/api/admin/reports/a0000000-0000-4000-8000-000000000001/resend",
    "GET,/api/admin/audit",
  })
  void aViewKeyNeitherActsNorGetsCopies(String method, String path) {
    StoredCopy.add(api);

    var answer = api.send(viewing(path).method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(api.backups.started).isEmpty();
    assertThat(api.backups.cancelled).isEmpty();
    assertThat(api.backups.retried).isEmpty();
    assertThat(api.backups.removed).isEmpty();
    assertThat(api.reports.resends).isEmpty();
    assertThat(answer.body()).doesNotContain(StoredCopy.CONTENT);
  }

  @Test
  void aViewKeyIsToldWhatItNeeds() {
    assertThat(api.send(viewing("/api/backups").POST(BodyPublishers.noBody())).body())
        .contains(
            "This needs a key of http.api_keys or http.admin_api_keys; the one that was sent"
                + " (http.view_api_keys) may only look.");
  }

  private HttpRequest.Builder viewing(String path) {
    return api.request(path).header("X-Api-Key", RunningApi.VIEW_KEY);
  }

  @Test
  void withoutAnyKeysTheApiIsClosedButHealthIsNot() {
    try (var closed = RunningApi.start(ApiKeys.of(List.of()), Limits.USUAL)) {
      assertThat(closed.get("/api/backups").statusCode()).isEqualTo(401);
      assertThat(closed.send(closed.request("/api/backups").header("X-Api-Key", "")).statusCode())
          .isEqualTo(401);
      assertThat(closed.send(closed.request("/ping")).statusCode()).isEqualTo(200);
    }
  }
}
