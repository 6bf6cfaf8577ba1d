package io.backupman.server.plugin;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The plugin whose code calls, and what is told of that. */
final class CallingPlugin {
  private static final Logger LOG = System.getLogger(PluginLoader.class.getName());

  /** Hidden frames too: a method reference that a library calls has nothing else of the plugin. */
  private static final StackWalker STACK =
      StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES));

  private CallingPlugin() {}

  /** The calling plugin's class loader: that of the innermost frame which is a plugin's. */
  static Optional<GuardedClassLoader> loader() {
    return STACK.walk(
        frames ->
            frames
                .map(StackFrame::getDeclaringClass)
                .map(Class::getClassLoader)
                .filter(Objects::nonNull)
                .filter(GuardedClassLoader.class::isInstance)
                .map(GuardedClassLoader.class::cast)
                .findFirst());
  }

  /**
   * Tells once that it wants to end the process.
   *
   * @throws PluginExit always
   */
  static void refuseToEnd(String call) {
    tell("{0} called {1}, which would end Backupman; the call was refused.", call);
    throw new PluginExit(call);
  }

  /** Tells once that a call was ignored. */
  static void ignored(String call) {
    tell("{0} called {1}, which would change all of Backupman; the call was ignored.", call);
  }

  private static void tell(String sentence, String call) {
    var plugin = loader();
    if (plugin.map(loader -> loader.isNew(call)).orElse(true)) {
      var who = plugin.map(loader -> "The plugin " + loader.getName()).orElse("A plugin");
      LOG.log(Level.WARNING, sentence, who, call);
    }
  }
}
