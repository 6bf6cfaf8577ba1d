package io.backupman.server.plugin;

import io.backupman.notifier.spi.NotifierProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** Asks a class loader for its providers. Runs the plugin's own code, so anything may happen. */
final class ProviderScan {
  private static final String SERVICE_FILE =
      "META-INF/services/" + NotifierProvider.class.getName();
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

  private ProviderScan() {}

  /**
   * The providers that a plugin names, by type, in the order of its service file.
   *
   * @throws PluginRejected if one of them cannot be used
   */
  static Map<String, NotifierProvider> of(ClassLoader loader) {
    var providers = new LinkedHashMap<String, NotifierProvider>();
    // The stream gives each class before there is an instance of it, and ends at the first failure.
    ServiceLoader.load(NotifierProvider.class, loader).stream()
        .forEach(found -> add(providers, found, loader));
    if (providers.isEmpty()) {
      throw new PluginRejected(nothingNamed(loader));
    }
    return providers;
  }

  private static void add(
      Map<String, NotifierProvider> providers,
      ServiceLoader.Provider<NotifierProvider> found,
      ClassLoader loader) {
    if (!loader.equals(found.type().getClassLoader())) {
      throw new PluginRejected(
          "Its service file names "
              + found.type().getName()
              + ", which is not in the plugin itself.");
    }
    var provider = found.get();
    var type = type(provider);
    if (providers.put(type, provider) != null) {
      throw new PluginRejected("It names the type \"" + type + "\" twice.");
    }
  }

  private static String type(NotifierProvider provider) {
    String type;
    try {
      // A plugin is not checked for null as our own code is.
      type = Objects.requireNonNullElse(provider.type(), "");
    } catch (RuntimeException | LinkageError failed) {
      throw new PluginRejected(
          provider.getClass().getName() + ".type() failed: " + Reason.words(failed) + ".", failed);
    }
    if (!TYPE.matcher(type).matches()) {
      throw new PluginRejected(
          "The type \"%s\" of %s is not valid: expected %s."
              .formatted(type, provider.getClass().getName(), TYPE));
    }
    return type;
  }

  private static String nothingNamed(ClassLoader loader) {
    return loader.getResource(SERVICE_FILE) == null
        ? "It is not a notifier plugin: there is no " + SERVICE_FILE + " in it."
        : "Its " + SERVICE_FILE + " names no provider.";
  }
}
