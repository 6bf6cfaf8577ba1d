package io.backupman.server.command;

import java.security.SecureRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "secret",
    description = {
      "Make a fresh secret for the signatures of a webhook endpoint (Standard Webhooks).",
      "It is printed and stored nowhere: put it into the endpoint's secret, and give it to the"
          + " receiver."
    })
final class SecretCommand implements Runnable {
  private final Root root;

  @Option(
      names = "--asymmetric",
      description =
          "Make a pair of keys (ed25519): whsk_... for the endpoint's secret, whpk_... for the"
              + " receiver, who can verify but not sign.")
  private boolean asymmetric;

  SecretCommand(Root root) {
    this.root = root;
  }

  @Override
  public void run() {
    var out = root.out();
    var random = new SecureRandom();
    if (!asymmetric) {
      out.println(WebhookSecret.symmetric(random));
      return;
    }
    var pair = WebhookSecret.pair(random);
    out.println("secret:   " + pair.secretKey());
    out.println("receiver: " + pair.publicKey());
  }
}
