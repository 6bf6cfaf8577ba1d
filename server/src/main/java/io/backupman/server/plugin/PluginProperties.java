package io.backupman.server.plugin;

import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.Function;
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

  // The superclass does these without put and remove.

  @Override
  public synchronized @Nullable Object putIfAbsent(Object key, Object value) {
    var before = get(key);
    return before == null ? put(key, value) : before;
  }

  @Override
  public synchronized @Nullable Object computeIfAbsent(
      Object key, Function<? super Object, ?> value) {
    return compute(key, (name, now) -> now == null ? value.apply(name) : now);
  }

  @Override
  public synchronized @Nullable Object merge(
      Object key, Object value, BiFunction<? super Object, ? super Object, ?> merged) {
    return compute(key, (name, now) -> now == null ? value : merged.apply(now, value));
  }

  @Override
  public synchronized @Nullable Object replace(Object key, Object value) {
    return containsKey(key) ? put(key, value) : null;
  }

  @Override
  public synchronized @Nullable Object compute(
      Object key, BiFunction<? super Object, ? super @Nullable Object, ?> value) {
    var computed = value.apply(key, get(key));
    if (computed == null) {
      remove(key);
    } else {
      put(key, computed);
    }
    return computed;
  }

  /** A copy like any other: what is written into it is nobody else's. */
  @Override
  public synchronized Object clone() {
    var copy = new Properties();
    copy.putAll(this);
    return copy;
  }
}
