package io.backupman.server.plugin;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads a plugin that somebody has dropped in: where its classes, or those of its libraries, call
 * what changes the whole process, they call {@link ProcessCalls} instead. Safe for use by several
 * threads.
 */
final class GuardedClassLoader extends PluginClassLoader {
  private static final Logger LOG = System.getLogger(GuardedClassLoader.class.getName());

  static {
    registerAsParallelCapable();
  }

  private final ShutdownHooks hooks = new ShutdownHooks();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final List<OpenJar> jars = new ArrayList<>();

  /** A JAR that classes are read from. */
  private record OpenJar(URL url, JarFile file) {

    /** Opens it with its signatures verified, and the versions of classes for this Java. */
    static OpenJar of(URL url) throws IOException {
      var file = Path.of(URI.create(url.toString())).toFile();
      return new OpenJar(url, new JarFile(file, true, ZipFile.OPEN_READ, Runtime.version()));
    }
  }

  /**
   * A loader of classes from these JARs.
   *
   * @throws IOException if one cannot be read
   */
  GuardedClassLoader(String name, URL[] urls, ClassLoader host) throws IOException {
    super(name, urls, host);
    try {
      for (var url : urls) {
        jars.add(OpenJar.of(url));
      }
    } catch (IOException unreadable) {
      close();
      throw unreadable;
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    var ours = GuardedCalls.ours(name);
    return ours.isPresent() ? ours.get() : super.loadClass(name, resolve);
  }

  /** Defines a class as the superclass does, which lets nobody at the bytes. */
  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    var path = name.replace('.', '/') + ".class";
    try {
      for (var jar : jars) {
        var entry = jar.file().getJarEntry(path);
        if (entry != null) {
          return define(name, jar, entry);
        }
      }
    } catch (IOException | IllegalStateException closedOrDamaged) {
      throw new ClassNotFoundException(name, closedOrDamaged);
    }
    return super.findClass(name); // in a JAR elsewhere, which a manifest names
  }

  private Class<?> define(String name, OpenJar jar, JarEntry entry) throws IOException {
    byte[] bytes;
    try (var in = jar.file().getInputStream(entry)) {
      bytes = in.readAllBytes();
    }
    definePackageOf(name, jar.file().getManifest(), jar.url());
    // The signers are known once all bytes are read.
    var source = new CodeSource(jar.url(), entry.getCodeSigners());
    var guarded = CallRewriter.rewritten(bytes);
    return defineClass(name, guarded, 0, guarded.length, source);
  }

  private void definePackageOf(String className, @Nullable Manifest manifest, URL jar) {
    var name = className.substring(0, Math.max(0, className.lastIndexOf('.')));
    if (name.isEmpty() || getDefinedPackage(name) != null) {
      return;
    }
    try {
      definePackage(name, manifest == null ? new Manifest() : manifest, jar);
    } catch (IllegalArgumentException meanwhile) {
      LOG.log(Level.TRACE, "Another thread has just defined the package " + name, meanwhile);
    }
  }

  /** The plugin's shutdown hooks. */
  ShutdownHooks hooks() {
    return hooks;
  }

  /** Whether this is the first time that something is to be told of the plugin. */
  boolean isNew(String sentence) {
    return told.add(sentence);
  }

  /** Runs the shutdown hooks, removes its security providers, and closes the JARs. */
  @Override
  public void close() throws IOException {
    hooks.run(getName());
    PluginSecurity.removeAll(this);
    super.close();
    for (var jar : jars) {
      jar.file().close();
    }
  }
}
