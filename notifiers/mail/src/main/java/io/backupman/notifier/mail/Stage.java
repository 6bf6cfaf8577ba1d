package io.backupman.notifier.mail;

/** How far a conversation with the mail server has come. */
enum Stage {
  CONNECT("connecting", "refused the connection"),
  TLS("starting TLS", "refused to start TLS"),
  GREETING("waiting for its greeting", "refused the connection"),
  HELLO("introducing itself", "refused the greeting"),
  STARTTLS("asking for STARTTLS", "refused to start TLS"),
  SIGN_IN("signing in", "refused the sign-in"),
  CHECK("asking whether it is there", "refused a mere NOOP"),
  SENDER("naming the sender", "refused the sender"),
  RECIPIENT("naming the recipient", "refused the recipient"),
  MESSAGE("sending the message", "refused the message"),
  /** The final dot was, or may have been, sent: from here on nobody knows until it answers. */
  HANDED_OVER("waiting for its answer to the message", "refused the message");

  private final String doing;
  private final String refusal;

  Stage(String doing, String refusal) {
    this.doing = doing;
    this.refusal = refusal;
  }

  /** What was being done, to go after "while". */
  String doing() {
    return doing;
  }

  /** What the server did, to go after its name. */
  String refusal() {
    return refusal;
  }
}
