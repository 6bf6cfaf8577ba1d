package io.backupman.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.WholeLog;
import io.backupman.core.notifier.PluginFile;
import io.backupman.core.report.Attempt.Outcome;
import io.backupman.server.plugin.PluginJar;
import io.backupman.server.plugin.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that end the process, or change it, beside one that does neither. */
@Timeout(120)
class ExitingPluginTest {
  @TempDir Path folder;
  @TempDir Path work;

  @Test
  void theServerLivesAndOthersDeliver() throws Exception {
    Files.createDirectory(folder.resolve("plugins"));
    channel("good", "return Receipt.of(200, \"delivered\");");
    channel("sending", "if (d != null) System.exit(1); return Receipt.taken();");
    channel("lazy", "return Receipt.of(200, Lazy.word());");
    channel(
        "locale",
        "Locale.setDefault(Locale.of(\"ar\", \"EG\", \"u-nu-arab\"));"
            + " System.setProperty(\"java.io.tmpdir\", \"/nowhere\"); return Receipt.taken();");
    new PluginJar(work)
        .provider(Sources.type("loading") + " static { System.exit(1); }")
        .build(jar("loading"));
    Running.configure(
        folder,
        """
        good: {enabled: true}
        sending: {enabled: true}
        lazy: {enabled: true}
        locale: {enabled: true}
        loading: {enabled: true}
        """);
    var locale = Locale.getDefault();

    try (var log = new WholeLog();
        var running = Running.start(folder)) {
      running.backUp();

      assertThat(running.attempt("good").detail()).isEqualTo("delivered");
      assertThat(running.attempt("sending").outcome()).isEqualTo(Outcome.RETRY);
      assertThat(running.attempt("sending").detail())
          .isEqualTo(
              "The plugin sending.jar failed to send: it called System.exit(1), which would end"
                  + " Backupman.");
      assertThat(running.attempt("lazy").detail())
          .isEqualTo(
              "The plugin lazy.jar failed to send: it called Runtime.halt(2), which would end"
                  + " Backupman.");
      assertThat(running.attempt("locale").outcome()).isEqualTo(Outcome.DELIVERED);
      assertThat(Locale.getDefault()).isEqualTo(locale);
      assertThat(running.application().notifiers().plugins())
          .contains(
              new PluginFile(
                  "loading.jar",
                  false,
                  List.of(),
                  "It failed while it was loaded: it called System.exit(1), which would end"
                      + " Backupman."));
      assertThat(running.delivery("loading").lastError())
          .endsWith(
              "Not loaded: loading.jar, because: It failed while it was loaded: it called"
                  + " System.exit(1), which would end Backupman.");
      assertThat(log.text())
          .contains("The plugin sending.jar called System.exit(1)")
          .contains("The plugin lazy.jar called Runtime.halt(2)")
          .contains("The plugin loading.jar called System.exit(1)")
          .contains("The plugin locale.jar called Locale.setDefault");
      running.backUp();
      assertThat(running.attempt("good").detail()).isEqualTo("delivered");
    }
  }

  private void channel(String name, String send) throws IOException {
    new PluginJar(work)
        .source(Sources.sending("good", send).replace("\"good\"", "\"" + name + "\""))
        .source(
            "package good; public class Lazy { static { Runtime.getRuntime().halt(2); }"
                + " static String word() { return \"never\"; } }")
        .service("good.Provider")
        .build(jar(name));
  }

  private Path jar(String name) {
    return folder.resolve("plugins").resolve(name + ".jar");
  }
}
