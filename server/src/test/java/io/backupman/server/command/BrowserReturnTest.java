package io.backupman.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.core.testing.FreePort;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BrowserReturnTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final StringWriter said = new StringWriter();

  @Test
  void takesWhatTheBrowserBringsToAPortOfThisMachine() throws Exception {
    try (var browser = BrowserReturn.listen("")) {
      assertThat(browser.redirect()).matches("http://127\\.0\\.0\\.1:\\d+");
      assertThat(get(browser.redirect() + "/favicon.ico").statusCode()).isEqualTo(404);

      var page = get(browser.redirect() + "?state=s&code=c");

      assertThat(page.body()).contains("Thank you");
      assertThat(browser.await(LONG)).isEqualTo("/?state=s&code=c");
    }
  }

  @Test
  void takesWhatIsPasted() throws Exception {
    try (var browser = BrowserReturn.listen("")) {
      browser.readPasted(
          input("\nwhat?\n  http://127.0.0.1:1/?error=access_denied&state=s \n"), out());

      assertThat(browser.await(LONG)).isEqualTo("http://127.0.0.1:1/?error=access_denied&state=s");
      assertThat(said.toString()).hasLineCount(1).contains("Try again");
    }
  }

  @Test
  void listensOnTheOneAddressThatIsAllowed() throws Exception {
    var redirect = "http://localhost:" + FreePort.find() + "/callback";
    try (var browser = BrowserReturn.listen(redirect)) {
      assertThat(browser.redirect()).isEqualTo(redirect);
      get(redirect.replace("localhost", "127.0.0.1") + "?code=c");
      assertThat(browser.await(LONG)).isEqualTo("/callback?code=c");
    }
  }

  @Test
  void anAddressElsewhereHasToBePasted() throws Exception {
    try (var browser = BrowserReturn.listen("https://example.com/callback")) {
      assertThat(browser.redirect()).isEqualTo("https://example.com/callback");
      browser.readPasted(input("https://example.com/callback?code=c"), out());
      assertThat(browser.await(LONG)).endsWith("?code=c");
    }
  }

  @Test
  void waitsNoLongerThanItIsTold() throws Exception {
    try (var browser = BrowserReturn.listen("")) {
      browser.readPasted(InputStream.nullInputStream(), out());
      assertThatThrownBy(() -> browser.await(Duration.ofMillis(1)))
          .hasMessageContaining("run backupman auth-google again");
    }
  }

  private PrintWriter out() {
    return new PrintWriter(said, true);
  }

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static HttpResponse<String> get(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
