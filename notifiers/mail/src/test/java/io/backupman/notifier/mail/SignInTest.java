package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.failure;
import static io.backupman.notifier.mail.MailTests.send;
import static io.backupman.notifier.mail.MailTests.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.mail.SmtpServer.Reaction;
import io.backupman.notifier.spi.NotificationException.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that offer several ways to sign in, and do not take each. */
class SignInTest {
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> ways() {
    return server.commands().stream().filter(line -> line.startsWith("AUTH")).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "504 5.5.4 Unrecognized authentication type",
        "534 5.7.9 Authentication mechanism is too weak",
        "538 5.7.11 Encryption required for requested authentication mechanism",
        "502 5.5.2 Command not implemented",
      })
  void theNextOfferedWayIsTriedWhereOneIsRefused(String refusal) throws Exception {
    server.offering("AUTH LOGIN PLAIN").answering("AUTH LOGIN", refusal);

    send(signedIn(server, "none"));

    assertThat(ways())
        .containsExactly("AUTH LOGIN", "AUTH PLAIN " + base64("\0robot\0open-sesame-42"));
    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.messages()).hasSize(1);
  }

  @Test
  void aWayThatIsRefusedInTheMiddleIsFollowedByTheNext() throws Exception {
    server
        .offering("AUTH LOGIN PLAIN")
        .on(
            "AUTH LOGIN",
            (line, connection) -> {
              connection.say("334 VXNlcm5hbWU6");
              connection.hear();
              connection.say("504 5.7.4 Not this one");
            });

    send(signedIn(server, "none"));

    assertThat(server.messages()).hasSize(1);
  }

  @Test
  void aWrongPasswordIsNotTriedTwice() {
    server.offering("AUTH LOGIN PLAIN CRAM-MD5").answering("AUTH", "535 5.7.8 Wrong password");

    assertThat(failure(signedIn(server, "none")).outcome()).isEqualTo(Outcome.PERMANENT);
    assertThat(ways()).containsExactly("AUTH LOGIN");
  }

  @Test
  void whereEveryWayIsRefusedTheSettingsAreToBlame() {
    server
        .offering("AUTH PLAIN LOGIN CRAM-MD5 X-UNKNOWN")
        .answering("AUTH LOGIN", "504 5.5.4 No LOGIN")
        .answering("AUTH PLAIN", "504 5.5.4 No PLAIN")
        .answering("AUTH CRAM-MD5", "504 5.5.4 No CRAM-MD5");

    var failure = failure(signedIn(server, "none"));

    assertThat(ways()).hasSize(3);
    assertThat(failure)
        .hasMessageContaining("refused the sign-in of robot: 504 5.5.4 No CRAM-MD5. It takes none")
        .hasMessageContaining("smtp_crypto");
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
  }

  @Test
  void aPasswordThatIsRefusedByAServerWithOneWayIsFinal() {
    server.offering("AUTH PLAIN").answering("AUTH PLAIN", "535 5.7.8 No");

    assertThat(failure(signedIn(server, "none")).outcome()).isEqualTo(Outcome.PERMANENT);
  }

  /** The example of RFC 2195. */
  @Test
  void aChallengeIsAnswered() throws Exception {
    server
        .offering("AUTH CRAM-MD5")
        .on(
            "AUTH CRAM-MD5",
            (line, connection) -> {
              connection.say("334 " + base64("<1896.697170952@postoffice.reston.mci.net>"));
              var answer = connection.hear();
              connection.say(
                  answer.equals(base64("tim b913a602c7eda7a495b4e6e7334d3890"))
                      ? "235 welcome"
                      : "535 5.7.8 wrong");
            });
    var values = signedIn(server, "none");
    values.put("smtp_user", "tim");
    values.put("smtp_password", "tanstaaftanstaaf");

    send(values);

    assertThat(server.messages()).hasSize(1);
  }

  /** As DIGEST-MD5 (RFC 2831), with a realm. */
  @Test
  void aRealmIsTakenFromTheServer() throws Exception {
    var heard = new ArrayList<String>();
    server
        .offering("AUTH DIGEST-MD5")
        .on(
            "AUTH DIGEST-MD5",
            (line, connection) -> {
              connection.say(
                  "334 "
                      + base64(
                          "realm=\"mail.test\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\","
                              + "charset=utf-8,algorithm=md5-sess"));
              heard.add(
                  new String(
                      Base64.getDecoder().decode(connection.hear()), StandardCharsets.UTF_8));
              connection.say("535 5.7.8 that was all");
            });

    failure(signedIn(server, "none"));

    assertThat(heard.getFirst())
        .contains("username=\"robot\"", "realm=\"mail.test\"", "digest-uri=\"smtp/localhost\"");
  }

  @ParameterizedTest
  @CsvSource({"334 !!!not base64!!!", "334 "})
  void aChallengeThatMakesNoSenseIsCalledOff(String challenge) {
    Reaction nonsense =
        (line, connection) -> {
          connection.say(challenge);
          connection.hear();
          connection.say("501 5.7.0 Cancelled");
        };
    server
        .offering("AUTH CRAM-MD5 DIGEST-MD5")
        .on("AUTH DIGEST-MD5", nonsense)
        .on("AUTH CRAM-MD5", nonsense);

    assertThat(failure(signedIn(server, "none")).getMessage())
        .contains("refused the sign-in of robot");
  }
}
