package io.backupman.notifier.mail;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of the set-up a refusal is due to. Servers often hold back what they dislike about the
 * greeting, the encryption or the sender until they hear the recipient, who is not to blame: their
 * words tell. What would be refused to every message is not this message's end, and is tried again.
 *
 * @param refused what the server refused, to go after "refused "
 * @param advice which setting to look at, a sentence
 * @param isFinal whether a 5xx reply is final all the same
 */
record Blame(String refused, String advice, boolean isFinal) {
  private static final Pattern OF_THE_NAME = pattern("\\b(?:ehlo|helo)\\b");
  private static final Pattern LIKELY_OF_THE_NAME =
      pattern("\\b(?:host ?name|domain|fqdn|name|argument)s?\\b");
  private static final Pattern OF_THE_ENCRYPTION =
      pattern(
          "\\bstarttls\\b|encryption (?:is )?(?:required|needed)|secure connection"
              + "|\\b(?:tls|ssl)\\b.{0,40}\\b(?:required|needed|must)"
              + "|\\b(?:requires?|needs?|must|only)\\b.{0,40}\\b(?:tls|ssl|encrypt)");
  private static final Pattern OF_A_MISSING_SIGN_IN =
      pattern(
          "\\bauthentication (?:is )?(?:required|needed)|\\bauthenticate\\b|\\bnot authenticated\\b"
              + "|\\bauth(?:entication)?\\b.{0,20}\\bfirst\\b|\\b(?:log|sign) ?in\\b");
  private static final Pattern OF_RELAYING =
      pattern("\\brelay(?:ing)?\\b.{0,40}\\b(?:denied|permitted|allowed)|\\bto relay\\b");
  private static final Pattern OF_THE_SENDER =
      pattern(
          "\\bsender address\\b|\\bsend ?as\\b|\\b5\\.(?:1\\.[78]|7\\.60)\\b|\\bnot owned by\\b");

  private static final Set<Integer> SYNTAX = Set.of(501, 504);
  private static final Set<Integer> UNKNOWN_COMMAND = Set.of(500, 502, 503);
  private static final Set<Integer> OTHER_SIGN_INS = Set.of(504, 534, 538);
  private static final int SIGN_IN_FIRST = 530;
  private static final int ENCRYPT_FIRST = 538;

  /**
   * What a refusal is due to; empty if it is not due to the set-up.
   *
   * @param ownName what this machine has called itself
   * @param sender whom the message is from
   */
  static Optional<Blame> of(
      Reply reply, Stage stage, MailServer server, String ownName, String sender) {
    if (stage.compareTo(Stage.HELLO) < 0) {
      return encryption(reply, stage, server);
    }
    return name(reply, stage, ownName)
        .or(() -> encryption(reply, stage, server))
        .or(() -> signIn(reply, stage, server))
        .or(() -> sender(reply, stage, sender));
  }

  private static Optional<Blame> name(Reply reply, Stage stage, String ownName) {
    if (UNKNOWN_COMMAND.contains(reply.code())) {
      return Optional.empty();
    }
    var named = OF_THE_NAME.matcher(reply.text()).find();
    if (!named && (stage != Stage.HELLO || !reply.isFinal())) {
      return Optional.empty();
    }
    return Optional.of(
        new Blame(
            "the greeting under the name " + ownName,
            "Set smtp_helo to a name that it accepts.",
            !named
                && !SYNTAX.contains(reply.code())
                && !LIKELY_OF_THE_NAME.matcher(reply.text()).find()));
  }

  private static Optional<Blame> encryption(Reply reply, Stage stage, MailServer server) {
    if (stage == Stage.TLS || stage == Stage.STARTTLS) {
      return Optional.of(
          new Blame(
              "to start TLS",
              "smtp_crypto forbids to send in the clear: check smtp_port and smtp_crypto.",
              false));
    }
    var wanted = reply.code() == ENCRYPT_FIRST || OF_THE_ENCRYPTION.matcher(reply.text()).find();
    return wanted && server.crypto() == SmtpCrypto.NONE && stage.compareTo(Stage.TLS) > 0
        ? Optional.of(
            new Blame("to go on without encryption", "Set smtp_crypto to tls, or to ssl.", false))
        : Optional.empty();
  }

  private static Optional<Blame> signIn(Reply reply, Stage stage, MailServer server) {
    if (stage == Stage.SIGN_IN) {
      return server
          .account()
          .map(
              account ->
                  new Blame(
                      "the sign-in of " + account.user(),
                      OTHER_SIGN_INS.contains(reply.code())
                          ? "It takes none of the ways to sign in that Backupman knows: check"
                              + " smtp_user, smtp_password and smtp_crypto."
                          : "Check smtp_user and smtp_password.",
                      !OTHER_SIGN_INS.contains(reply.code())))
          .filter(blame -> reply.isFinal());
    }
    if (!reply.isFinal() || stage.compareTo(Stage.SENDER) < 0) {
      return Optional.empty();
    }
    var signedIn = server.account().isPresent();
    if (!signedIn
        && (reply.code() == SIGN_IN_FIRST || OF_A_MISSING_SIGN_IN.matcher(reply.text()).find())) {
      return Optional.of(
          new Blame("to go on without a sign-in", "Set smtp_user and smtp_password.", false));
    }
    return OF_RELAYING.matcher(reply.text()).find()
        ? Optional.of(
            new Blame(
                "to pass the message on",
                signedIn
                    ? "Have smtp_user allowed to send there, or take another smtp_host."
                    : "Set smtp_user and smtp_password, or have this machine allowed there.",
                true))
        : Optional.empty();
  }

  private static Optional<Blame> sender(Reply reply, Stage stage, String sender) {
    var named = OF_THE_SENDER.matcher(reply.text()).find();
    return reply.isFinal()
            && (stage == Stage.SENDER || (named && stage.compareTo(Stage.SENDER) > 0))
        ? Optional.of(new Blame("the sender " + sender, "Check smtp_from.", true))
        : Optional.empty();
  }

  private static Pattern pattern(String words) {
    return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
  }
}
