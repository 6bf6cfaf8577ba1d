package io.backupman.server.plugin;

import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's view of the system properties: as they were when it asked for them. What it writes
 * stays in the view, and becomes a system property where {@link ProcessCalls} would set it.
 */
final class PluginProperties extends Properties {
  private static final long serialVersionUID = 1L;

  PluginProperties() {
    super.putAll(System.getProperties());
  }

  @Override
  public synchronized Object put(Object key, Object value) {
    if (key instanceof String name && PlatformProperties.isOne(name)) {
      ProcessCalls.setProperty(name, value.toString());
    } else {
      System.getProperties().put(key, value);
    }
    return super.put(key, value);
  }

  @Override
  public synchronized void putAll(Map<?, ?> entries) {
    entries.forEach(this::put);
  }

  @Override
  public synchronized @Nullable Object remove(Object key) {
    if (key instanceof String name && PlatformProperties.isOne(name)) {
      ProcessCalls.clearProperty(name);
    } else {
      System.getProperties().remove(key);
    }
    return super.remove(key);
  }
}
