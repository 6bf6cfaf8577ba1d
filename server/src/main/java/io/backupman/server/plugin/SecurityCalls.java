package io.backupman.server.plugin;

import java.security.Provider;
import java.security.Security;

/**
 * What plugins call instead of methods that set what the JDK encrypts with, as {@link
 * ProcessCalls}.
 */
public final class SecurityCalls {
  private static final String SECURITY = "java.security.Security";

  private SecurityCalls() {}

  /** Adds it as the last one: a better place would give it to everybody. */
  @InsteadOf(SECURITY)
  public static int insertProviderAt(Provider provider, int position) {
    return Security.addProvider(provider);
  }

  /** Removes a provider that a plugin has brought; the JDK's stay. */
  @InsteadOf(SECURITY)
  public static void removeProvider(String name) {
    var provider = Security.getProvider(name);
    if (provider == null) {
      return;
    }
    if (provider.getClass().getClassLoader() instanceof GuardedClassLoader) {
      Security.removeProvider(name);
    } else {
      CallingPlugin.ignored("Security.removeProvider(\"" + name + "\")");
    }
  }

  @InsteadOf(SECURITY)
  public static void setProperty(String key, String value) {
    if (!value.equals(Security.getProperty(key))) {
      CallingPlugin.ignored("Security.setProperty(\"" + key + "\", …)");
    }
  }
}
