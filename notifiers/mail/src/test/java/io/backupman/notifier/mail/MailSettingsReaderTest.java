package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.destination;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.MapSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of {@code notifiers.mail}. */
class MailSettingsReaderTest {
  private final Map<String, Object> values = document();

  /** The section as it stands in the document that users have. */
  private static Map<String, Object> document() {
    var values = new LinkedHashMap<String, Object>();
    values.put("smtp_host", "smtp.example.com");
    values.put("smtp_port", 587);
    values.put("smtp_user", "user");
    values.put("smtp_password", "password");
    values.put("smtp_crypto", "ssl");
    values.put("destinations", List.of(destination("John Doe", "john.doe@example.com")));
    return values;
  }

  private MailSettings read() {
    return read(new FakeContext());
  }

  private MailSettings read(FakeContext context) {
    var settings = MapSettings.of("mail", values);
    var mail = new MailSettingsReader(settings, context).read();
    assertThat(settings.problems()).isEmpty();
    return mail;
  }

  private List<String> problems() {
    var settings = MapSettings.of("mail", values);
    try (var notifier = new MailNotifierProvider().create(settings, new FakeContext())) {
      assertThat(notifier).isNotNull();
    }
    return settings.problems();
  }

  private String problem() {
    assertThat(problems()).hasSize(1);
    return problems().getFirst();
  }

  @Test
  void theTypeIsFoundAsAService() {
    assertThat(ServiceLoader.load(NotifierProvider.class))
        .singleElement()
        .isInstanceOf(MailNotifierProvider.class)
        .extracting(NotifierProvider::type)
        .isEqualTo("mail");
  }

  @Test
  void theDocumentsOwnExampleIsTaken() {
    var mail = read();

    assertThat(mail.server().authority()).isEqualTo("smtp.example.com:587");
    assertThat(mail.server().crypto()).isEqualTo(SmtpCrypto.SSL);
    assertThat(mail.server().account().map(Account::user)).hasValue("user");
    assertThat(mail.recipients())
        .containsExactly(new Recipient(Destination.of("John Doe"), "john.doe@example.com"));
  }

  @Test
  void everyKeyIsReadWhateverElseIsWrong() {
    for (var key :
        List.of("host", "port", "user", "password", "crypto", "from", "helo", "ca_file")) {
      values.put("smtp_" + key, "\u0000");
    }
    var settings = MapSettings.of("mail", values);

    new MailSettingsReader(settings, new FakeContext()).read();

    assertThat(settings.unread()).isEmpty();
    assertThat(settings.secrets()).containsExactly("\u0000");
  }

  @ParameterizedTest
  @CsvSource({
    "ssl, SSL, 465",
    "SSL, SSL, 465",
    "tls, STARTTLS, 587",
    "Tls, STARTTLS, 587",
    "StartTLS, STARTTLS, 587",
    "none, NONE, 25",
    "'', NONE, 25"
  })
  void thePortFollowsFromTheCrypto(String word, SmtpCrypto crypto, int port) {
    values.remove("smtp_port");
    values.put("smtp_crypto", word);

    assertThat(read().server().crypto()).isEqualTo(crypto);
    assertThat(read().server().port()).isEqualTo(port);
  }

  @Test
  void anUnknownCryptoIsToldWithTheKnownOnes() {
    values.put("smtp_crypto", "tls1.3");

    assertThat(problem())
        .isEqualTo(
            "notifiers.mail.smtp_crypto \"tls1.3\" is unknown; use ssl, tls, starttls or none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "john",
        "john@",
        "@example.com",
        "a@b.com, c@d.com",
        "John <john@example.com>",
        "john@exa mple.com",
        "john@example.com\r\nBcc: eve@example.com",
        "jür gen@example.com",
        "jür\u00a0gen@example.com",
        "friends: a@b.com;"
      })
  void whatIsNoAddressIsTold(String email) {
    values.put("destinations", List.of(destination("John", email)));

    assertThat(problem()).startsWith("notifiers.mail.destinations[0].email is not a mail address");
  }

  @Test
  void aDomainInAnyLanguageIsTaken() {
    values.put("destinations", List.of(destination("John", "john@bücher.example")));

    assertThat(read().recipients().getFirst().email()).isEqualTo("john@xn--bcher-kva.example");
  }

  @Test
  void anAddressInAnyLanguageIsTaken() {
    values.put("destinations", List.of(destination("用户", "ju\u0308rgen.用户@例子.example")));

    assertThat(read().recipients().getFirst().email()).isEqualTo("jürgen.用户@xn--fsqu00a.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Backupman", "a@b.com, c@d.com", "<>", "X <a@b.com>\r\nBcc: e@f.com"})
  void aSenderThatIsNoAddressIsTold(String from) {
    values.put("smtp_from", from);

    assertThat(problem()).startsWith("notifiers.mail.smtp_from is not a mail address");
  }

  @Test
  void theSenderIsWhatIsConfigured() throws Exception {
    values.put("smtp_from", "Sicherung Büro <backup@example.org>");

    var sender = read().sender();

    assertThat(sender.on("unused").getAddress()).isEqualTo("backup@example.org");
    assertThat(sender.on("unused").getPersonal()).isEqualTo("Sicherung Büro");
    assertThat(sender.messageIdDomain()).isEqualTo("example.org");
  }

  @Test
  void elseTheSenderIsTheUserIfThatIsAnAddress() {
    values.put("smtp_user", "robot@example.net");

    assertThat(read().sender().on("unused").getAddress()).isEqualTo("robot@example.net");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "my host", "-x", "a..b", "[1.2.3", "a@b.example", "x\r\nMAIL FROM:<>"})
  void whatIsNoNameOfAMachineIsTold(String name) {
    values.put("smtp_helo", name.isEmpty() ? " " : name);

    assertThat(problem()).startsWith("notifiers.mail.smtp_helo is not the name of a machine");
  }

  @Test
  void aMessageHasTheTenMinutesOfTheProtocolForItsLastAnswer() {
    values.put("smtp_password", "password");
    var settings = MapSettings.of("mail", values);
    try (var notifier = new MailNotifierProvider().create(settings, new FakeContext())) {
      assertThat(notifier.sendLimit()).isPresent();
      assertThat(notifier.sendLimit().get())
          .isBetween(Duration.ofMinutes(15), Duration.ofMinutes(16));
    }
  }

  @Test
  void howLongAMessageMayTakeIsConfigured() {
    values.put("timeout", "29m");

    assertThat(read().timeout()).isEqualTo(Duration.ofMinutes(29));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "30m"})
  void aTimeoutThatTheHostWouldCutIsTold(String timeout) {
    values.put("timeout", timeout);

    assertThat(problem()).isEqualTo("notifiers.mail.timeout must be between 1s and 29m");
  }

  @Test
  void messageIdsAreTheSameOnEveryMachine() {
    var other = new FakeContext("backup-2.example.com", Optional.empty());

    assertThat(read(other).sender().messageIdDomain()).isEqualTo(read().sender().messageIdDomain());
  }

  @Test
  void aUserWithoutPasswordIsTold() {
    values.remove("smtp_password");

    assertThat(problem()).startsWith("notifiers.mail.smtp_password is missing");
  }

  @Test
  void withoutAUserNobodySignsIn() {
    values.put("smtp_user", "");

    assertThat(read().server().account()).isEmpty();
  }

  @Test
  void noDestinationIsTold() {
    values.remove("destinations");

    assertThat(problem()).startsWith("notifiers.mail.destinations names nobody");
  }

  @Test
  void aNameThatStandsTwiceIsTold() {
    values.put(
        "destinations", List.of(destination("John", "a@b.com"), destination("John", "c@d.com")));

    assertThat(problem())
        .isEqualTo(
            "notifiers.mail.destinations[1].name is the same as notifiers.mail.destinations[0].name;"
                + " choose another, each must be unique");
  }

  @Test
  void anAuthorityFileThatIsNotThereIsTold(@TempDir Path folder) {
    values.put("smtp_ca_file", folder.resolve("none.pem").toString());

    assertThat(problem())
        .startsWith("notifiers.mail.smtp_ca_file cannot be used: it cannot be read")
        .contains("none.pem");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"})
  void anAuthorityFileWithoutCertificateIsTold(String content, @TempDir Path folder)
      throws Exception {
    values.put("smtp_ca_file", Files.writeString(folder.resolve("ca.pem"), content).toString());

    assertThat(problem())
        .startsWith("notifiers.mail.smtp_ca_file cannot be used: it is not a PEM certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp.example.com:587", "smtp://smtp.example.com", "my host", "a/b"})
  void whatIsNoHostIsTold(String host) {
    values.put("smtp_host", host);

    assertThat(problem()).startsWith("notifiers.mail.smtp_host is not the name of a server");
  }

  @ParameterizedTest
  @CsvSource({
    "::1, [::1]:587",
    "10.0.0.7, 10.0.0.7:587",
    "bücher.example, xn--bcher-kva.example:587"
  })
  void addressesAndNamesInAnyLanguageAreHosts(String host, String authority) {
    values.put("smtp_host", host);

    assertThat(read().server().authority()).isEqualTo(authority);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    values.clear();
    values.put("smtp_port", 70_000);
    values.put("smtp_crypto", "rot13");
    values.put("smtp_from", "nobody");
    values.put("smtp_user", "user");
    values.put("smtp_ca_file", "/no/such/file");
    values.put("destinations", List.of(Map.of("email", "john")));

    assertThat(problems())
        .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
        .containsExactlyInAnyOrder(
            "notifiers.mail.smtp_host",
            "notifiers.mail.smtp_port",
            "notifiers.mail.smtp_crypto",
            "notifiers.mail.smtp_from",
            "notifiers.mail.smtp_password",
            "notifiers.mail.smtp_ca_file",
            "notifiers.mail.destinations[0].name",
            "notifiers.mail.destinations[0].email");
  }

  @Test
  void thePasswordIsNotShown() {
    values.put("smtp_password", "open-sesame-42");

    assertThat(read().toString()).doesNotContain("open-sesame-42");
  }
}
