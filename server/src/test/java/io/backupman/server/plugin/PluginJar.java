package io.backupman.server.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.NotifierProvider;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Builds a plugin's JAR from sources, as an author would: against the SPI and nothing else. */
public final class PluginJar {
  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE = Pattern.compile("(?:class|interface) (\\w+)");

  private final Path work;
  private final List<Path> sources = new ArrayList<>();
  private final List<Path> classPath = new ArrayList<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> without = new ArrayList<>();
  private int classFileVersion;

  public PluginJar(Path folder) throws IOException {
    this.work = Files.createTempDirectory(folder, ".build");
    classPath.add(spi());
  }

  /** Where the SPI's classes are, as a folder or a JAR. */
  static Path spi() {
    return Path.of(
        URI.create(
            NotifierProvider.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** A source file; its package and its first type say where it goes. */
  public PluginJar source(String text) throws IOException {
    var folder = work.resolve("src").resolve(first(PACKAGE, text).replace('.', '/'));
    var file = Files.createDirectories(folder).resolve(first(TYPE, text) + ".java");
    sources.add(Files.writeString(file, text));
    return this;
  }

  /** A provider {@code plug.Broken} with these members besides {@code create}. */
  public PluginJar provider(String members) throws IOException {
    return source(Sources.provider("plug", "Broken", members)).service("plug.Broken");
  }

  public PluginJar service(String text) {
    return file("META-INF/services/" + NotifierProvider.class.getName(), text);
  }

  public PluginJar file(String name, String text) {
    return file(name, text.getBytes(UTF_8));
  }

  PluginJar file(String name, byte[] bytes) {
    files.put(name, bytes);
    return this;
  }

  /** Compiles against a library without bringing it. */
  public PluginJar against(Path library) {
    classPath.add(library);
    return this;
  }

  /** Leaves a class out of the JAR. */
  public PluginJar without(String classFile) {
    without.add(classFile);
    return this;
  }

  /** Marks every class as of this class file version. */
  public PluginJar classFileVersion(int version) {
    classFileVersion = version;
    return this;
  }

  public Path build(Path jar) throws IOException {
    Files.createDirectories(jar.toAbsolutePath().getParent());
    compile();
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var file : files.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    return jar;
  }

  private void compile() throws IOException {
    if (sources.isEmpty()) {
      return;
    }
    var classes = Files.createDirectories(work.resolve("classes"));
    var compiler = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    try (var manager = compiler.getStandardFileManager(null, null, UTF_8)) {
      var path =
          String.join(
              System.getProperty("path.separator"),
              classPath.stream().map(Path::toString).toList());
      var options = List.of("-d", classes.toString(), "-cp", path, "--release", "21", "-proc:none");
      var units = manager.getJavaFileObjectsFromPaths(sources);
      var compiled = compiler.getTask(messages, manager, null, options, null, units).call();
      assertThat(compiled).as(messages::toString).isTrue();
    }
    try (var found = Files.walk(classes)) {
      for (var file : found.filter(Files::isRegularFile).sorted().toList()) {
        addClass(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  private void addClass(String name, byte[] bytes) {
    if (classFileVersion > 0) {
      bytes[7] = (byte) classFileVersion;
    }
    if (!without.contains(name)) {
      files.put(name, bytes);
    }
  }

  private static String first(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }
}
