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

  @InsteadOf(SECURITY)
  public static int addProvider(Provider provider) {
    return PluginSecurity.add(provider);
  }

  /** Adds it as the last one: a better place would give it to everybody. */
  @InsteadOf(SECURITY)
  public static int insertProviderAt(Provider provider, int position) {
    return PluginSecurity.add(provider);
  }

  /** Removes a provider that the plugin has brought; those of others stay. */
  @InsteadOf(SECURITY)
  public static void removeProvider(String name) {
    var provider = Security.getProvider(name);
    if (provider == null) {
      return;
    }
    var owner = provider.getClass().getClassLoader();
    if (!(owner instanceof GuardedClassLoader)) {
      CallingPlugin.ignored("Security.removeProvider(\"" + name + "\")");
    } else if (CallingPlugin.loader().filter(plugin -> plugin == owner).isPresent()) {
      PluginSecurity.remove(provider);
    }
  }

  @InsteadOf(SECURITY)
  public static void setProperty(String key, String value) {
    if (!value.equals(Security.getProperty(key))) {
      CallingPlugin.ignored("Security.setProperty(\"" + key + "\", …)");
    }
  }
}
