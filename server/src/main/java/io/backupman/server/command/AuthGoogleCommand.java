package io.backupman.server.command;

import com.google.api.client.http.HttpTransport;
import io.backupman.core.drive.GoogleDriveSettings;
import io.backupman.core.drive.google.auth.ClientSecret;
import io.backupman.core.drive.google.auth.OAuthSignIn;
import io.backupman.core.drive.google.auth.TokenFile;
import io.backupman.core.request.NearestWord;
import io.backupman.core.request.RequestProblem;
import io.backupman.server.app.Drives;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

@Command(
    name = "auth-google",
    description = {
      "Sign in to Google, so that dumps can be stored in Google Drive.",
      "Shows an address to open in a browser, waits for it to come back, and writes the drive's"
          + " token_file."
    })
final class AuthGoogleCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Root root;

  @Parameters(
      arity = "0..1",
      paramLabel = "LABEL",
      description = "The drive; needed only if several have the provider google_drive.")
  private @Nullable String label;

  AuthGoogleCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var loaded = root.load(root.configFile(), root.quietLogs())) {
      var drives =
          loaded.config().settings().drives().stream()
              .filter(GoogleDriveSettings.class::isInstance)
              .map(GoogleDriveSettings.class::cast)
              .toList();
      var drive = chosen(drives, label);
      var client = ClientSecret.read(drive.clientSecretFile());
      loaded.source().secrets().add(client.secret().value());
      signIn(drive, client, Drives.transport(drive, loaded.config().network()));
    }
    return ExitCode.OK;
  }

  private static GoogleDriveSettings chosen(
      List<GoogleDriveSettings> drives, @Nullable String label) {
    if (drives.isEmpty()) {
      throw RequestProblem.invalid("There is no drive with the provider google_drive.");
    }
    var chosen =
        drives.stream().filter(drive -> label == null || drive.label().equals(label)).toList();
    if (chosen.size() == 1) {
      return chosen.getFirst();
    }
    var labels = drives.stream().map(GoogleDriveSettings::label).toList();
    throw RequestProblem.invalid(
        label == null
            ? "Which drive? Add its label. There are: " + String.join(", ", labels) + "."
            : NearestWord.unknown("google_drive drive", label, labels));
  }

  private void signIn(GoogleDriveSettings drive, ClientSecret client, HttpTransport transport)
      throws IOException, InterruptedException {
    try (var browser = BrowserReturn.listen(client.redirect())) {
      var signIn = new OAuthSignIn(client, browser.redirect(), new SecureRandom());
      show(signIn.address(), drive, root.out());
      browser.readPasted(System.in, root.out());
      var token = signIn.end(browser.await(PATIENCE), transport, root.clock());
      new TokenFile(drive.tokenFile()).write(token);
      root.out()
          .printf(
              "Backupman may store dumps in Google Drive now; the token is in %s.%n",
              drive.tokenFile());
    }
  }

  private static void show(String address, GoogleDriveSettings drive, PrintWriter out) {
    out.printf("Open this address in a browser, to let \"%s\" be used:%n%n", drive.label());
    out.printf("  %s%n%n", address);
    out.printf(
        "If that browser runs on another machine, it ends on a page that cannot be shown: paste"
            + " that page's whole address here.%n");
    out.flush();
  }
}
