package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.WholeLog;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin registers with the process lasts as long as the plugin. */
@Timeout(60)
class PluginRegistrationsTest {
  @RegisterExtension private final PluginFixture plugins = new PluginFixture();
  private final Path folder = plugins.folder();
  private final WholeLog log = new WholeLog();

  @AfterEach
  void close() {
    plugins.close();
    log.close();
    System.clearProperty("backupman.test.plugin");
  }

  @Test
  void aSecurityProviderIsUsedByItsNameUntilThePluginIsClosed() throws Exception {
    var before = ProcessState.securityProviders();
    plugins
        .jar()
        .source(
            Sources.sending(
                "good",
                """
                java.security.Security.insertProviderAt(new Own(), 1);
                return Receipt.of(1, "" + java.security.Security.getProvider("Own"));
                """))
        .source(
            "package good; public class Own extends java.security.Provider {"
                + " public Own() { super(\"Own\", \"1\", \"\"); } }")
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    plugins.load();

    assertThat(plugins.send().detail()).isEqualTo("Own version 1");
    var with = new ArrayList<>(before);
    with.add("Own");
    assertThat(ProcessState.securityProviders()).as("others are asked first").isEqualTo(with);
    plugins.close();
    assertThat(ProcessState.securityProviders()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.security.Security.addProvider(new Own());",
        "java.security.Security.removeProvider(\"Own\");"
            + " java.security.Security.insertProviderAt(new Own(), 1);"
      })
  void aSecurityProviderIsThatOfThePluginWhichAReloadHasLeft(String code) throws Exception {
    plugins
        .jar()
        .source(Sources.sending("good", code + Sources.TAKEN))
        .source(
            "package good; public class Own extends java.security.Provider {"
                + " public Own() { super(\"Own\", \"1\", \"\"); } }")
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    plugins.load();
    plugins.send();
    var first = Security.getProvider("Own");
    var before = plugins.reload();
    plugins.send();
    var second = Security.getProvider("Own");
    assertThat(second.getClass()).isNotSameAs(first.getClass());

    before.close();
    assertThat(Security.getProvider("Own")).as("the old plugin is closed").isSameAs(second);

    before = plugins.reload();
    plugins.send();
    plugins.close();
    assertThat(Security.getProvider("Own")).as("the new one was given up").isSameAs(second);
    before.close();
    assertThat(Security.getProvider("Own")).isNull();
  }

  @Test
  void aShutdownHookRunsWhenThePluginIsClosed() throws Exception {
    plugins.send(
        """
        var gone = new Thread(() -> System.setProperty("backupman.test.plugin", "wrong"));
        Runtime.getRuntime().addShutdownHook(gone);
        Runtime.getRuntime().removeShutdownHook(gone);
        Runtime.getRuntime().addShutdownHook(
            new Thread(() -> System.setProperty("backupman.test.plugin", "hook")));
        """
            + Sources.TAKEN);
    assertThat(System.getProperty("backupman.test.plugin")).isNull();

    plugins.close();

    assertThat(System.getProperty("backupman.test.plugin")).isEqualTo("hook");
  }

  @Test
  void aShutdownHookThatThePluginHasStartedItselfKeepsNothingOpen() throws Exception {
    plugins.send(
        """
        var hook = new Thread(() -> {});
        Runtime.getRuntime().addShutdownHook(hook);
        hook.start();
        java.security.Security.addProvider(new java.security.Provider("Own", "1", "") {});
        """
            + Sources.TAKEN);

    plugins.close();

    assertThat(ProcessState.securityProviders()).doesNotContain("Own");
  }

  @Test
  void aShutdownHookThatDoesNotEndIsLeftBehind() throws Exception {
    plugins.send(
        """
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
          while (!"end".equals(System.getProperty("backupman.test.plugin"))) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
          }
        }));
        """
            + Sources.TAKEN);

    plugins.close();
    System.setProperty("backupman.test.plugin", "end");

    assertThat(log.text())
        .contains("A shutdown hook of the plugin good.jar has not ended within 5 s");
  }
}
