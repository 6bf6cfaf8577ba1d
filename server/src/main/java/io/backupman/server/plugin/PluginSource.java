package io.backupman.server.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A JAR, or a sub-folder of JARs, in the plugins folder.
 *
 * @param path where it is
 */
record PluginSource(Path path) {

  /**
   * What is in the plugins folder, sorted by name; nothing if there is no such folder. Other files
   * and hidden ones do not count.
   *
   * @throws IOException if the folder cannot be read
   */
  static List<PluginSource> in(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
      return sorted(entries.filter(e -> isJar(e) || Files.isDirectory(e)))
          .map(PluginSource::new)
          .toList();
    }
  }

  /** The plugin's name in the plugins folder. */
  String name() {
    return path.getFileName().toString();
  }

  /**
   * Where its classes come from: private copies of its JARs. Each is read to its end, because a
   * class loader passes over a damaged one in silence.
   *
   * @throws PluginRejected if there is none, or one is damaged
   */
  URL[] jars(PrivateCopies copies) {
    var urls = new ArrayList<URL>();
    for (var jar : copied(copies)) {
      verify(jar);
      urls.add(url(jar));
    }
    return urls.toArray(URL[]::new);
  }

  /** Where its classes come from if nobody replaces its JAR while it is in use: the JAR itself. */
  URL[] originals() {
    return new URL[] {url(path)};
  }

  private List<Path> copied(PrivateCopies copies) {
    try {
      return copies.of(files());
    } catch (IOException failed) {
      throw new PluginRejected(
          "It cannot be read, or not be copied into the folder for temporary files: "
              + failed.getMessage(),
          failed);
    }
  }

  private List<Path> files() {
    if (!Files.isDirectory(path)) {
      ensureFile(path);
      return List.of(path);
    }
    try (var entries = Files.list(path)) {
      var jars = sorted(entries.filter(PluginSource::isJar)).toList();
      if (jars.isEmpty()) {
        throw new PluginRejected("The folder holds no JAR.");
      }
      jars.forEach(PluginSource::ensureFile);
      return jars;
    } catch (IOException unreadable) {
      throw new PluginRejected("It cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  /** Reading a named pipe would wait without end. */
  private static void ensureFile(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new PluginRejected(
          jar.getFileName() + " is no file (a link that leads nowhere, or a pipe?).");
    }
  }

  private static void verify(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      for (var entries = file.entries(); entries.hasMoreElements(); ) {
        try (var content = file.getInputStream(entries.nextElement())) {
          content.transferTo(OutputStream.nullOutputStream());
        }
      }
    } catch (IOException | SecurityException damaged) {
      throw new PluginRejected(
          jar.getFileName()
              + " cannot be read as a JAR (damaged, or only half copied?): "
              + damaged.getMessage(),
          damaged);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new PluginRejected("Its path is not a URL: " + jar, impossible);
    }
  }

  private static boolean isJar(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jar") && !Files.isDirectory(file);
  }

  private static Stream<Path> sorted(Stream<Path> paths) {
    return paths
        .filter(path -> !path.getFileName().toString().startsWith("."))
        .sorted(Comparator.comparing(path -> path.getFileName().toString()));
  }
}
