package io.backupman.server.config.notifier;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.PluginFile;
import io.backupman.core.request.NearestWord;
import io.backupman.server.config.problem.Quotes;
import io.backupman.server.config.section.Durations;
import io.backupman.server.config.section.Names;
import io.backupman.server.config.section.ReadContext;
import io.backupman.server.config.settings.Settings;
import io.backupman.server.plugin.LoadedProvider;
import io.backupman.server.plugin.PluginCall;
import io.backupman.server.plugin.PluginException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes notifiers of their sections. What is wrong with the configuration becomes a problem; what
 * is wrong with a plugin becomes the reason why the notifier is not usable, because backups must
 * run all the same.
 */
public final class NotifierFactory {
  private static final System.Logger LOG = System.getLogger(NotifierFactory.class.getName());

  private final Providers providers;
  private final Settings settings;
  private final Subscriptions subscriptions;
  private final HostFacts host;
  private final Duration patience;

  /**
   * Makes notifiers of these providers.
   *
   * @param patience how long a plugin may take
   */
  public NotifierFactory(
      Providers providers,
      Settings settings,
      Subscriptions subscriptions,
      HostFacts host,
      Duration patience) {
    this.providers = providers;
    this.settings = settings;
    this.subscriptions = subscriptions;
    this.host = host;
    this.patience = patience;
  }

  public ConfiguredNotifier create(NotifierSection section, ReadContext reading) {
    var provider = providers.find(section.type());
    if (!section.enabled()) {
      return unusable(section, provider.map(LoadedProvider::source).orElse(""), "");
    }
    return provider
        .map(available -> create(section, available, reading))
        .orElseGet(() -> unusable(section, "", missing(section.type())));
  }

  private ConfiguredNotifier create(
      NotifierSection section, LoadedProvider available, ReadContext reading) {
    // Read apart, so that a plugin that is left behind cannot write into what goes on without it.
    var own = reading.apart();
    try {
      var made = make(section, available, own);
      reading.add(own);
      return usable(section, available.source(), made);
    } catch (ExecutionException e) {
      reading.add(own);
      // Problems that it noted before say more than what it threw after them.
      var reason = own.problems().isEmpty() ? broken(available, e.getCause(), own) : "";
      return unusable(section, available.source(), reason);
    } catch (TimeoutException e) {
      return unusable(section, available.source(), late(available));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unusable(section, available.source(), "Interrupted while the notifier was made.");
    }
  }

  private NotifierCreation.Made make(
      NotifierSection section, LoadedProvider available, ReadContext own)
      throws ExecutionException, TimeoutException, InterruptedException {
    var part = section.section().readInto(own);
    part.allow("enabled", "type", "statuses", "labels", "fallback");
    var making =
        new NotifierCreation(
            available.provider(),
            part,
            own.problems(),
            new ConfigNotifierSettings(part, subscriptions, new Names()),
            new HostContext(
                section.name(), host, settings.http().appUrl(), settings.timeZones().ofAll()));
    var loader = available.provider().getClass().getClassLoader();
    return PluginCall.start("create " + section.name(), loader, making).await(patience);
  }

  private String missing(String type) {
    var types = providers.types().stream().sorted().toList();
    return "There is no notifier of the type "
        + Quotes.of(type)
        + NearestWord.to(type, types)
            .map(near -> " (did you mean " + Quotes.of(near) + "?)")
            .orElse("")
        + ". Put its JAR into "
        + settings.plugins().folder()
        + (types.isEmpty() ? "." : "; these types are there: " + String.join(", ", types) + ".")
        + notLoaded();
  }

  /** Says that a plugin is not loaded: its JAR may well be there, and broken. */
  private String notLoaded() {
    var files = providers.notLoaded();
    return switch (files.size()) {
      case 0 -> "";
      case 1 ->
          " Not loaded: " + files.getFirst().file() + ", because: " + files.getFirst().detail();
      default ->
          " Not loaded: "
              + files.stream().map(PluginFile::file).collect(Collectors.joining(", "))
              + " (the command \"notifiers list\" says why).";
    };
  }

  private static String broken(
      LoadedProvider available, @Nullable Throwable cause, ReadContext own) {
    LOG.log(Level.DEBUG, "A notifier could not be made", cause);
    return own.masker().mask(sentence(available, cause));
  }

  private static String sentence(LoadedProvider available, @Nullable Throwable cause) {
    var message = cause == null ? null : cause.getMessage();
    if (cause instanceof PluginException && message != null) {
      return message;
    }
    var what =
        message == null ? "; --verbose says why." : ": " + message.replaceAll("\\.$", "") + ".";
    return named(available) + " could not make the notifier" + what;
  }

  private String late(LoadedProvider available) {
    return named(available)
        + " was asked to make the notifier and has not answered for "
        + Durations.text(patience)
        + ".";
  }

  private static String named(LoadedProvider available) {
    return available.source().equals(ConfiguredNotifier.BUILT_IN)
        ? "The built-in provider " + available.provider().getClass().getSimpleName()
        : "The plugin " + available.source();
  }

  private static ConfiguredNotifier usable(
      NotifierSection section, String source, NotifierCreation.Made made) {
    return new ConfiguredNotifier(
        section.name(),
        section.type(),
        source,
        true,
        section.subscription(),
        made.notifier(),
        made.destinations(),
        "");
  }

  private static ConfiguredNotifier unusable(
      NotifierSection section, String source, String reason) {
    return new ConfiguredNotifier(
        section.name(),
        section.type(),
        source,
        section.enabled(),
        section.subscription(),
        null,
        List.of(),
        reason);
  }
}
