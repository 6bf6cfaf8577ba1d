package io.backupman.notifier.mail;

import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.spi.summary.PlainText;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a notifier's section; all problems are noted in the section, none is thrown. */
final class MailSettingsReader {
  private static final String NO_DOMAIN = "backupman.invalid";

  /** Five minutes to the end of the message, and the ten of RFC 5321, section 4.5.3.2.6. */
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Backupman ends what takes half an hour. */
  private static final Duration LONGEST = Duration.ofMinutes(29);

  private final NotifierSettings settings;
  private final NotifierContext context;

  MailSettingsReader(NotifierSettings settings, NotifierContext context) {
    this.settings = settings;
    this.context = context;
  }

  MailSettings read() {
    var sender = sender();
    return new MailSettings(server(sender), sender, recipients(), timeout());
  }

  private MailServer server(Sender sender) {
    var crypto = crypto();
    return new MailServer(
        host(),
        settings.number("smtp_port", crypto.defaultPort(), 1, 65_535),
        crypto,
        account(),
        context.tls(settings, "smtp_ca_file"),
        ownName(sender));
  }

  private String host() {
    var host = settings.require("smtp_host").strip();
    try {
      var ascii = host.contains(":") ? host : IDN.toASCII(host);
      if (!ascii.matches("[A-Za-z0-9._-]*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
        rejectHost();
      }
      return ascii;
    } catch (IllegalArgumentException e) {
      rejectHost();
      return host;
    }
  }

  private void rejectHost() {
    settings.reject(
        "smtp_host",
        "is not the name of a server; expected something like smtp.example.com, and the port in"
            + " smtp_port");
  }

  private SmtpCrypto crypto() {
    var word = settings.find("smtp_crypto").orElse("");
    var crypto = SmtpCrypto.of(word);
    if (crypto.isEmpty()) {
      settings.reject(
          "smtp_crypto", "\"" + PlainText.oneLine(word) + "\" is unknown; use " + SmtpCrypto.WORDS);
    }
    return crypto.orElse(SmtpCrypto.STARTTLS);
  }

  private Optional<Account> account() {
    var user = settings.find("smtp_user").filter(name -> !name.isBlank());
    var password = settings.secret("smtp_password");
    if (user.isPresent() && password.isEmpty()) {
      settings.reject("smtp_password", "is missing; smtp_user cannot sign in without it");
    }
    return user.map(name -> new Account(name, password.orElse(Secret.of(""))));
  }

  private Duration timeout() {
    var timeout = settings.duration("timeout", TIMEOUT);
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      settings.reject("timeout", "must be between 1s and " + LONGEST.toMinutes() + "m");
      return TIMEOUT;
    }
    return timeout;
  }

  private Sender sender() {
    var from = settings.find("smtp_from");
    var address = from.flatMap(MailAddress::withName);
    if (from.isPresent() && address.isEmpty()) {
      settings.reject(
          "smtp_from",
          "is not a mail address; expected something like Backupman <backupman@example.com>");
    }
    var configured =
        address.or(() -> settings.find("smtp_user").flatMap(MailAddress::bare).map(this::named));
    return new Sender(configured, configured.map(MailSettingsReader::domain).orElse(NO_DOMAIN));
  }

  private InternetAddress named(String email) {
    return MailAddress.named(email, "Backupman");
  }

  private static String domain(InternetAddress address) {
    var domain = address.getAddress().substring(address.getAddress().lastIndexOf('@') + 1);
    return domain.startsWith("[") ? NO_DOMAIN : domain;
  }

  private OwnName ownName(Sender sender) {
    var configured = settings.find("smtp_helo").map(String::strip);
    if (configured.isPresent()) {
      return new OwnName(configured.flatMap(this::introduction));
    }
    return OwnName.firstOf(Stream.concat(Stream.of(context.hostName()), sender.domain().stream()));
  }

  private Optional<String> introduction(String name) {
    var told = OwnName.configured(name);
    if (told.isEmpty()) {
      settings.reject(
          "smtp_helo",
          "is not the name of a machine; expected something like backup-1.example.com, or an"
              + " address like [192.0.2.7]");
    }
    return told;
  }

  private List<Recipient> recipients() {
    var sections = settings.list("destinations");
    if (sections.isEmpty()) {
      settings.reject("destinations", "names nobody; add an entry with name and email");
    }
    var found = new ArrayList<Recipient>();
    for (var section : sections) {
      recipient(section).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Recipient> recipient(NotifierSettings section) {
    var destination = section.destination();
    var email = section.require("email");
    var address = MailAddress.bare(email);
    if (address.isEmpty() && !email.isBlank()) {
      section.reject(
          "email", "is not a mail address; expected something like john.doe@example.com");
    }
    return address.map(bare -> new Recipient(destination, bare));
  }
}
