package io.backupman.server.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a class loader of the JDK would do with a plugin's JAR is done, whatever is changed. */
@Timeout(60)
class GuardedClassLoaderTest {
  private static final String EXITING =
      "package plug; public class Exiting implements Runnable {"
          + " public void run() { System.exit(1); } }";
  private static final String PLAIN =
      "package plug; public class Plain { public String toString() { return \"plain\"; } }";

  @TempDir Path work;
  @TempDir Path folder;

  @Test
  void classesOfASignedJarKeepTheirSigners() throws Exception {
    var jar = jar().source(EXITING).source(PLAIN).build(folder.resolve("signed.jar"));
    sign(jar);

    try (var loader = loader(jar)) {
      for (var name : List.of("plug.Plain", "plug.Exiting")) {
        var type = loader.loadClass(name);
        assertThat(type.getSigners()).as(name).hasSize(1);
        assertThat(type.getProtectionDomain().getCodeSource().getLocation())
            .isEqualTo(jar.toUri().toURL());
      }
      assertThatThrownBy(() -> run(loader)).isInstanceOf(PluginExit.class);
    }
  }

  @Test
  void aSignedJarThatSomebodyHasChangedIsNotUsed() throws Exception {
    var jar = jar().source(PLAIN).build(folder.resolve("signed.jar"));
    sign(jar);
    replace(jar, "plug/Plain.class");

    try (var loader = loader(jar)) {
      assertThatThrownBy(() -> loader.loadClass("plug.Plain"))
          .isInstanceOf(SecurityException.class);
    }
  }

  @Test
  void thePackageSaysWhatTheManifestSays() throws Exception {
    var jar =
        jar()
            .file(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\nImplementation-Title: Plug\nImplementation-Version: 7\n\n")
            .source(PLAIN)
            .build(folder.resolve("plug.jar"));

    try (var loader = loader(jar)) {
      var own = loader.loadClass("plug.Plain").getPackage();
      assertThat(own.getImplementationTitle()).isEqualTo("Plug");
      assertThat(own.getImplementationVersion()).isEqualTo("7");
    }
  }

  @Test
  void aClassForThisJavaIsTakenBeforeTheOneForAll() throws Exception {
    var newer = jar().source(PLAIN.replace("\"plain\"", "\"newer\"")).build(work.resolve("n.jar"));
    var jar =
        jar()
            .file("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMulti-Release: true\n\n")
            .source(PLAIN)
            .file("META-INF/versions/21/plug/Plain.class", bytes(newer, "plug/Plain.class"))
            .build(folder.resolve("plug.jar"));

    try (var loader = loader(jar)) {
      assertThat(loader.loadClass("plug.Plain").getConstructor().newInstance().toString())
          .isEqualTo("newer");
    }
  }

  @Test
  void classesOfOnePackageAreLoadedSideBySide() throws Exception {
    var plug = jar();
    var names = IntStream.range(0, 40).mapToObj(i -> "Plain" + i).toList();
    for (var name : names) {
      plug.source(PLAIN.replace("Plain", name));
    }
    var jar = plug.build(folder.resolve("plug.jar"));

    try (var loader = loader(jar);
        var threads = Executors.newFixedThreadPool(8)) {
      var loads =
          names.stream()
              .map(n -> (Callable<Class<?>>) () -> loader.loadClass("plug." + n))
              .toList();
      for (var loaded : threads.invokeAll(loads)) {
        assertThat(loaded.get().getPackageName()).isEqualTo("plug");
      }
    }
  }

  @Test
  void nothingStaysOpenAfterItIsClosed() throws Exception {
    var jar = jar().source(PLAIN).build(folder.resolve("plug.jar"));
    var loader = loader(jar);
    loader.loadClass("plug.Plain");
    assertThat(openFiles()).contains(jar);

    loader.close();

    assertThat(openFiles()).doesNotContain(jar);
    assertThatThrownBy(() -> loader.loadClass("plug.Other"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void aClassThatCallsNothingOfThatIsLeftAsItIs() throws Exception {
    var jar = jar().source(PLAIN).build(folder.resolve("plug.jar"));
    var plain = bytes(jar, "plug/Plain.class");

    assertThat(CallRewriter.rewritten(plain)).isSameAs(plain);
  }

  @Test
  void aClassOfAJavaToComeIsReadToo() throws Exception {
    var jar = jar().source(EXITING).classFileVersion(120).build(folder.resolve("plug.jar"));
    var exiting = bytes(jar, "plug/Exiting.class");

    var rewritten = CallRewriter.rewritten(exiting);

    assertThat(rewritten).isNotEqualTo(exiting);
    assertThat(rewritten[7]).isEqualTo((byte) 120);
    rewritten[7] = 65;
    var type =
        new ClassLoader(getClass().getClassLoader()) {
          Class<?> define() {
            return defineClass("plug.Exiting", rewritten, 0, rewritten.length);
          }
        }.define();
    var exits = (Runnable) type.getConstructor().newInstance();
    assertThatThrownBy(exits::run).isInstanceOf(PluginExit.class);
  }

  @Test
  void whatIsNoClassIsLeftToTheVirtualMachine() {
    var noClass = new byte[] {(byte) 0xca, (byte) 0xfe, 1};

    assertThat(CallRewriter.rewritten(noClass)).isSameAs(noClass);
  }

  private PluginJar jar() throws IOException {
    return new PluginJar(work);
  }

  private GuardedClassLoader loader(Path jar) throws IOException {
    return new GuardedClassLoader(
        "plug.jar", new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
  }

  private static void run(ClassLoader loader) throws ReflectiveOperationException {
    ((Runnable) loader.loadClass("plug.Exiting").getConstructor().newInstance()).run();
  }

  private static byte[] bytes(Path jar, String name) throws IOException {
    try (var file = new JarFile(jar.toFile());
        var in = file.getInputStream(Objects.requireNonNull(file.getJarEntry(name)))) {
      return in.readAllBytes();
    }
  }

  private static void replace(Path jar, String name) throws IOException {
    try (var inside = FileSystems.newFileSystem(jar)) {
      var bytes = Files.readAllBytes(inside.getPath(name));
      bytes[bytes.length - 1] ^= 1;
      Files.write(inside.getPath(name), bytes);
    }
  }

  private void sign(Path jar) throws Exception {
    var store = work.resolve("keys.p12").toString();
    tool(
        "keytool -genkeypair -alias a -keyalg EC -dname CN=a -storepass secret -keystore " + store);
    tool("jarsigner -storepass secret -keystore " + store + " " + jar + " a");
  }

  private static void tool(String command) throws Exception {
    var words = command.split(" ");
    words[0] = Path.of(System.getProperty("java.home"), "bin", words[0]).toString();
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static List<Path> openFiles() throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.map(GuardedClassLoaderTest::target).toList();
    }
  }

  private static Path target(Path link) {
    try {
      return Files.exists(link) ? Files.readSymbolicLink(link) : link;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
