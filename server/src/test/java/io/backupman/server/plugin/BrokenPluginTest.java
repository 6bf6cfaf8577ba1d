package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.PluginFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to be broken is named with its reason, and a good plugin beside it still loads. */
@Timeout(60)
class BrokenPluginTest {
  @TempDir Path work;
  @TempDir Path folder;

  /** What was loaded last, closed after the test. */
  private Plugins plugins = new PluginLoader().load(Path.of("no-such-folder"));

  @AfterEach
  void close() {
    plugins.close();
  }

  @Test
  void notAJar() throws Exception {
    Files.writeString(bad(), "PK is not enough");

    assertThat(reason())
        .startsWith("bad.jar cannot be read as a JAR (damaged, or only half copied?)");
  }

  @Test
  void anEmptyFile() throws Exception {
    Files.createFile(bad());

    assertThat(reason()).startsWith("bad.jar cannot be read as a JAR");
  }

  @Test
  void aLinkThatLeadsNowhere() throws Exception {
    Files.createSymbolicLink(bad(), folder.resolve("gone"));

    assertThat(reason()).isEqualTo("bad.jar is no file (a link that leads nowhere, or a pipe?).");
  }

  @Test
  void aNamedPipe() throws Exception {
    var made = new ProcessBuilder("mkfifo", bad().toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();

    assertThat(reason()).isEqualTo("bad.jar is no file (a link that leads nowhere, or a pipe?).");
  }

  @Test
  void aJarCutInHalf() throws Exception {
    plugin().provider(Sources.type("bad")).build(bad());
    var bytes = Files.readAllBytes(bad());
    Files.write(bad(), Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(reason()).startsWith("bad.jar cannot be read as a JAR");
  }

  @Test
  void aJarWithADamagedEntry() throws Exception {
    plugin().provider(Sources.type("bad")).build(bad());
    var bytes = Files.readAllBytes(bad());
    for (var i = 200; i < 260; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(bad(), bytes);

    assertThat(reason()).startsWith("bad.jar cannot be read as a JAR");
  }

  @Test
  void noServiceFile() throws Exception {
    plugin().source(Sources.provider("plug", "Broken", Sources.type("bad"))).build(bad());

    assertThat(reason())
        .isEqualTo(
            "It is not a notifier plugin: there is no"
                + " META-INF/services/io.backupman.notifier.spi.NotifierProvider in it.");
  }

  @Test
  void anEmptyServiceFile() throws Exception {
    plugin().service("# nothing yet\n").build(bad());

    assertThat(reason())
        .isEqualTo(
            "Its META-INF/services/io.backupman.notifier.spi.NotifierProvider names no provider.");
  }

  @Test
  void aServiceFileThatIsNotOne() throws Exception {
    plugin().service("this is no class name\n").build(bad());

    assertThat(reason()).startsWith("Its service file is wrong: ").contains("syntax");
  }

  @Test
  void aServiceFileThatNamesAMissingClass() throws Exception {
    plugin().service("plug.Nowhere\n").build(bad());

    assertThat(reason()).isEqualTo("Its service file is wrong: Provider plug.Nowhere not found.");
  }

  @Test
  void aServiceFileThatNamesAnotherKindOfClass() throws Exception {
    plugin().source("package plug; public class Other {}").service("plug.Other").build(bad());

    assertThat(reason()).isEqualTo("Its service file is wrong: plug.Other not a subtype.");
  }

  @Test
  void aProviderWithoutAPublicConstructor() throws Exception {
    plugin().provider(Sources.type("bad") + " private Broken() {}").build(bad());

    assertThat(reason())
        .isEqualTo("The provider plug.Broken has no public constructor without parameters.");
  }

  @Test
  void aMissingClassOfALibrary() throws Exception {
    plugin()
        .source("package lib; public class Client {}")
        .provider(Sources.type("bad") + " final Object client = new lib.Client();")
        .without("lib/Client.class")
        .build(bad());

    assertThat(reason())
        .isEqualTo(
            "It lacks the class lib.Client; a plugin sees only the JDK, the notifier SPI and"
                + " itself, so put the JAR that holds the class beside it, both in one sub-folder"
                + " of the plugins folder.");
  }

  @Test
  void aMissingSuperclass() throws Exception {
    plugin()
        .source("package lib; public class Base {}")
        .source(
            Sources.provider("plug", "Broken", Sources.type("bad"))
                .replace("class Broken", "class Broken extends lib.Base"))
        .service("plug.Broken")
        .without("lib/Base.class")
        .build(bad());

    assertThat(reason()).startsWith("It lacks the class lib.Base; ");
  }

  @Test
  void aClassOfANewerJava() throws Exception {
    var newer = Runtime.version().feature() + 1;
    plugin().provider(Sources.type("bad")).classFileVersion(newer + 44).build(bad());

    var here = Runtime.version().feature();
    assertThat(reason())
        .isEqualTo(
            "It needs Java %d, and Backupman runs on Java %d: run it on a newer one, or build the plugin with --release %d.",
            newer, here, here);
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.IllegalStateException, It failed while it was loaded: boom.",
    "java.lang.AssertionError, It failed while it was loaded: boom.",
    "java.lang.StackOverflowError, It failed while it was loaded: it called itself without end (boom).",
    "java.lang.OutOfMemoryError, It failed while it was loaded: there was not enough memory (boom).",
    "java.lang.LinkageError, A class in it cannot be used: boom."
  })
  void aConstructorThatThrows(String type, String reason) throws Exception {
    plugin()
        .provider(Sources.type("bad") + " public Broken() { throw new " + type + "(\"boom\"); }")
        .build(bad());

    assertThat(reason()).isEqualTo(reason);
  }

  @Test
  void aConstructorThatThrowsACheckedException() throws Exception {
    plugin()
        .provider(
            Sources.type("bad")
                + " public Broken() throws Exception { throw new java.io.IOException(\"boom\"); }")
        .build(bad());

    assertThat(reason()).isEqualTo("It failed while it was loaded: boom.");
  }

  @Test
  void aStaticBlockThatThrowsAnError() throws Exception {
    plugin()
        .provider(Sources.type("bad") + " static { if (true) throw new InternalError(\"boom\"); }")
        .build(bad());

    assertThat(reason()).isEqualTo("It failed while it was loaded: boom.");
  }

  @Test
  void aStaticBlockThatThrowsAnException() throws Exception {
    plugin()
        .provider(
            Sources.type("bad")
                + " static { if (true) throw new IllegalStateException(\"boom\"); }")
        .build(bad());

    assertThat(reason()).isEqualTo("It failed while it was loaded: boom.");
  }

  @Test
  void anExceptionThatCannotEvenSayWhatItIs() throws Exception {
    plugin()
        .provider(
            Sources.type("bad")
                + """
                 public Broken() {
                   throw new RuntimeException() {
                     public String getMessage() { throw new IllegalStateException(); }
                   };
                 }
                """)
        .build(bad());

    assertThat(reason()).contains("its message cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public Broken() { while (true) java.util.concurrent.locks.LockSupport.park(); }",
        "static { while (true) java.util.concurrent.locks.LockSupport.park(); }"
      })
  void oneThatNeverReturns(String members) throws Exception {
    plugin()
        .provider(
            Sources.type("bad")
                + members.replace("while (true)", "while (hold())")
                + " static boolean hold() { return true; }")
        .build(bad());

    assertThat(reason(Duration.ofSeconds(2)))
        .isEqualTo(
            "It did not load within 2 s: a constructor or a static block in it does not return.");
  }

  @Test
  void aTypeThatThrows() throws Exception {
    plugin()
        .provider("public String type() { throw new IllegalStateException(\"no type\"); }")
        .build(bad());

    assertThat(reason()).isEqualTo("plug.Broken.type() failed: no type.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"No\"", "\"a b\"", "\"9\"", "\"a\\nb\"", "null"})
  void aTypeThatIsNotValid(String type) throws Exception {
    plugin().provider("public String type() { return " + type + "; }").build(bad());

    assertThat(reason())
        .startsWith("The type \"")
        .endsWith("of plug.Broken is not valid: expected [a-z][a-z0-9_-]{0,63}.");
  }

  @Test
  void aTypeThatIsBuiltIn() throws Exception {
    plugin().provider(Sources.type("webhook")).build(bad());

    assertThat(reason())
        .isEqualTo("It names the type \"webhook\", which is built in; choose another type.");
    assertThat(plugins.provider("webhook").orElseThrow().source())
        .isEqualTo(ConfiguredNotifier.BUILT_IN);
  }

  @Test
  void aTypeOfAnotherPlugin() throws Exception {
    plugin().provider(Sources.type("taken")).build(folder.resolve("a-first.jar"));
    plugin().provider(Sources.type("taken")).build(bad());

    assertThat(reason())
        .isEqualTo(
            "It names the type \"taken\", which a-first.jar has already; remove a-first.jar or"
                + " bad.jar.");
    assertThat(plugins.provider("taken").orElseThrow().source()).isEqualTo("a-first.jar");
  }

  @Test
  void oneTypeTwiceInOnePlugin() throws Exception {
    plugin()
        .source(Sources.provider("plug", "One", Sources.type("bad")))
        .source(Sources.provider("plug", "Two", Sources.type("bad")))
        .service("plug.One\nplug.Two\n")
        .build(bad());

    assertThat(reason()).isEqualTo("It names the type \"bad\" twice.");
  }

  @Test
  void oneBadProviderOfTwoRejectsThePluginAsAWhole() throws Exception {
    plugin()
        .source(Sources.provider("plug", "One", Sources.type("one")))
        .service("plug.One\nplug.Nowhere\n")
        .build(bad());

    assertThat(reason()).contains("plug.Nowhere not found");
    assertThat(plugins.provider("one")).isEmpty();
  }

  @Test
  void aProviderThatIsNotThePluginsOwn() throws Exception {
    plugin().service("io.backupman.notifier.spi.HostSideProvider").build(bad());

    assertThat(reason())
        .isEqualTo(
            "Its service file names io.backupman.notifier.spi.HostSideProvider, which is not in"
                + " the plugin itself.");
  }

  @Test
  void aFolderWithoutAJar() throws Exception {
    Files.createDirectory(folder.resolve("bad.jar"));

    assertThat(reason()).isEqualTo("The folder holds no JAR.");
  }

  private PluginJar plugin() throws Exception {
    return new PluginJar(work);
  }

  private Path bad() {
    return folder.resolve("bad.jar");
  }

  private String reason() throws Exception {
    return reason(Duration.ofSeconds(30));
  }

  /**
   * Loads the folder with a good plugin after the bad one, and says why the bad one is not used.
   */
  private String reason(Duration limit) throws Exception {
    plugin()
        .source(Sources.sending("good", "return Receipt.taken();"))
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    plugins.close();
    plugins = new PluginLoader(limit, work).load(folder);
    assertThat(plugins.files()).contains(new PluginFile("good.jar", true, List.of("good"), ""));
    assertThat(plugins.provider("good")).isPresent();
    assertThat(plugins.provider("bad")).isEmpty();
    var bad = plugins.files().stream().filter(file -> file.file().equals("bad.jar")).toList();
    assertThat(bad).singleElement().extracting(PluginFile::loaded).isEqualTo(false);
    return bad.getFirst().detail();
  }
}
