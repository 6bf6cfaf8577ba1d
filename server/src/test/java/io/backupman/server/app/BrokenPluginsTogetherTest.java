package io.backupman.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.PluginFile;
import io.backupman.core.report.Attempt.Outcome;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.ReportQuery;
import io.backupman.server.plugin.PluginJar;
import io.backupman.server.plugin.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One plugins folder with every broken plugin there is, and a good one. */
@Timeout(180)
class BrokenPluginsTogetherTest {
  private static final String LOADS = "loads";

  @TempDir Path folder;
  @TempDir Path work;

  @BeforeEach
  void brokenPlugins() throws IOException {
    Files.createDirectory(folder.resolve("plugins"));
    Running.write(jar("corrupt"), "PK is not enough");
    plugin("bad-service").service("this is no class name\n").build(jar("bad-service"));
    plugin("missing-class")
        .source("package lib; public class Client {}")
        .provider(Sources.type("missing-class") + " final Object client = new lib.Client();")
        .without("lib/Client.class")
        .build(jar("missing-class"));
    plugin("newer-java")
        .provider(Sources.type("newer-java"))
        .classFileVersion(Runtime.version().feature() + 45)
        .build(jar("newer-java"));
    channel("good", "return Receipt.of(200, \"delivered\");");
    plugin("second").provider(Sources.type("good")).build(jar("second"));
    plugin("reserved").provider(Sources.type("mail")).build(jar("reserved"));
    plugin("constructor")
        .provider(
            Sources.type("constructor")
                + " public Broken() { throw new IllegalStateException(\"boom\"); }")
        .build(jar("constructor"));
    plugin("static-error")
        .provider(Sources.type("static-error") + " static { if (true) throw new Error(\"boom\"); }")
        .build(jar("static-error"));
  }

  @BeforeEach
  void pluginsThatMisbehaveLater() throws IOException {
    channel("send-error", "throw new StackOverflowError();");
    channel("send-unlinked", "new Unlinked(); return Receipt.taken();");
    channel("send-static", "return Receipt.of(200, Faulty.word());");
    channel(
        "send-blocks",
        "while (java.nio.file.Files.notExists(java.nio.file.Path.of(\"%s\"))) Thread.sleep(20);"
                .formatted(folder.resolve("release"))
            + " return Receipt.taken();");
    channel(
        "send-ignores-interrupts",
        """
        while (java.nio.file.Files.notExists(java.nio.file.Path.of("%s"))) {
          Thread.onSpinWait();
          java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        return Receipt.taken();
        """
            .formatted(folder.resolve("release")));
    channel(
        "send-threads",
        """
        for (int i = 0; i < 50; i++) {
          Thread.ofPlatform().daemon().start(() -> { throw new IllegalStateException("astray"); });
        }
        return Receipt.of(200, "started");
        """);
    channel(
        "own-jackson",
        "return Receipt.of(200, com.fasterxml.jackson.databind.ObjectMapper.who());");
    channel("own-slf4j", "return Receipt.of(200, org.slf4j.LoggerFactory.getLogger(\"x\"));");
    channel(
        "resources",
        """
        try (var in = getClass().getResourceAsStream("/word.txt")) {
          return Receipt.of(200, new String(in.readAllBytes()));
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
        """);
    channel(
        "context",
        """
        return Receipt.of(200, String.valueOf(
            Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()
                && ServiceLoader.load(NotifierProvider.class).findFirst().isPresent()));
        """);
  }

  @Test
  void noneHarmsTheGoodOneOrTheServer() {
    configure();
    try (var running = Running.start(folder)) {
      assertThat(reasons(running.application().notifiers().plugins()))
          .containsExactlyEntriesOf(expectedReasons());

      running.backUp();

      assertThat(running.attempt("good").outcome()).isEqualTo(Outcome.DELIVERED);
      await()
          .dontCatchUncaughtExceptions()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertAttempts(running));
      running.backUp();
      assertThat(running.attempt("good").detail()).isEqualTo("delivered");
      assertThat(running.isUp("good")).isTrue();
      Running.write(folder.resolve("release"), "");
    }
  }

  private static void assertAttempts(Running running) {
    var details =
        running
            .application()
            .ports()
            .reports()
            .store()
            .list(ReportQuery.newest(1))
            .results()
            .getFirst()
            .deliveries()
            .stream()
            .collect(Collectors.toMap(Delivery::notifier, d -> detail(running, d)));
    assertThat(details)
        .containsEntry("good", "delivered")
        .containsEntry(
            "send-error", "The plugin send-error.jar failed to send: it called itself without end.")
        .containsEntry(
            "send-unlinked",
            "The plugin send-unlinked.jar failed to send: it lacks the class good.Absent.")
        .containsEntry("send-static", "The plugin send-static.jar failed to send: no luck.")
        .containsEntry("send-blocks", "pending")
        .containsEntry("send-ignores-interrupts", "pending")
        .containsEntry("send-threads", "started")
        .containsEntry("own-jackson", "another Jackson")
        .containsEntry("own-slf4j", "another SLF4J")
        .containsEntry("resources", "its own")
        .containsEntry("context", "true")
        .hasEntrySatisfying(
            "constructor",
            detail ->
                assertThat(detail)
                    .contains("Put its JAR", "Not loaded: bad-service.jar, constructor.jar, ")
                    .endsWith("(the command \"notifiers list\" says why)."));
  }

  private static String detail(Running running, Delivery delivery) {
    var attempts = running.application().ports().reports().store().attempts(delivery.id());
    if (!attempts.isEmpty()) {
      return attempts.getFirst().detail();
    }
    var reason = delivery.lastError();
    assertThat(delivery.status()).isEqualTo(DeliveryStatus.PENDING);
    return reason == null ? "pending" : reason;
  }

  private static Map<String, String> reasons(List<PluginFile> plugins) {
    var reasons = new TreeMap<String, String>();
    plugins.forEach(p -> reasons.put(p.file(), p.loaded() ? LOADS : p.detail()));
    return reasons;
  }

  private static Map<String, String> expectedReasons() {
    var reasons = new TreeMap<String, String>();
    for (var name :
        List.of(
            "good",
            "send-error",
            "send-unlinked",
            "send-static",
            "send-blocks",
            "send-ignores-interrupts",
            "send-threads",
            "own-jackson",
            "own-slf4j",
            "resources",
            "context")) {
      reasons.put(name + ".jar", LOADS);
    }
    var here = Runtime.version().feature();
    reasons.put(
        "corrupt.jar",
        "corrupt.jar cannot be read as a JAR (damaged, or only half copied?): zip END header not"
            + " found");
    reasons.put(
        "missing-class.jar",
        "It lacks the class lib.Client; a plugin sees only the JDK, the notifier SPI and itself, so"
            + " put the JAR that holds the class beside it, both in one sub-folder of the plugins"
            + " folder.");
    reasons.put(
        "newer-java.jar",
        "It needs Java %d, and Backupman runs on Java %d: run it on a newer one, or build the plugin with --release %d."
            .formatted(here + 1, here, here));
    reasons.put(
        "second.jar",
        "It names the type \"good\", which good.jar has already; remove good.jar or second.jar.");
    reasons.put(
        "reserved.jar", "It names the type \"mail\", which is built in; choose another type.");
    reasons.put("constructor.jar", "It failed while it was loaded: boom.");
    reasons.put("static-error.jar", "It failed while it was loaded: boom.");
    reasons.put(
        "bad-service.jar",
        "Its service file is wrong: META-INF/services/io.backupman.notifier.spi.NotifierProvider:1:"
            + " Illegal configuration-file syntax.");
    return reasons;
  }

  private void configure() {
    var notifiers =
        expectedReasons().keySet().stream()
            .map(file -> file.replace(".jar", ""))
            .filter(name -> !name.equals("second") && !name.equals("reserved"))
            .map(name -> name + ": {enabled: true}")
            .collect(Collectors.joining("\n"));
    Running.configure(folder, notifiers);
  }

  private void channel(String name, String send) throws IOException {
    plugin(name)
        .source(Sources.sending("good", send).replace("\"good\"", "\"" + name + "\""))
        .source("package good; public class Absent {}")
        .source("package good; public class Unlinked extends Absent {}")
        .source(
            """
            package good;
            public class Faulty {
              static { if (true) throw new IllegalStateException("no luck"); }
              static String word() { return "never"; }
            }
            """)
        .source(
            "package com.fasterxml.jackson.databind; public class ObjectMapper {"
                + " public static String who() { return \"another Jackson\"; } }")
        .source(
            "package org.slf4j; public class LoggerFactory {"
                + " public static String getLogger(String n) { return \"another SLF4J\"; } }")
        .without("good/Absent.class")
        .file("word.txt", "its own")
        .service("good.Provider")
        .build(jar(name));
  }

  private PluginJar plugin(String name) throws IOException {
    return new PluginJar(Files.createDirectories(work.resolve(name)));
  }

  private Path jar(String name) {
    return folder.resolve("plugins").resolve(name + ".jar");
  }
}
