package io.backupman.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.mask.Masker;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.server.config.notifier.HostFacts;
import io.backupman.server.config.notifier.NotifierFactory;
import io.backupman.server.config.notifier.NotifierSections;
import io.backupman.server.config.notifier.Providers;
import io.backupman.server.config.notifier.Subscriptions;
import io.backupman.server.config.problem.ConfigException;
import io.backupman.server.config.problem.Problem;
import io.backupman.server.config.section.PathBase;
import io.backupman.server.config.section.ReadContext;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.yaml.ConfigText;
import io.backupman.server.config.yaml.ConfigTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Reads {@code config.yml}. Immutable, safe for use by several threads. */
public final class ConfigFile {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String TEMPLATE = "config-template.yml";

  private final Map<String, String> env;
  private final Function<Path, Providers> plugins;
  private final HostFacts host;
  private final Duration patience;
  private final KnownSecrets secrets;

  /**
   * Reads files for this environment and these plugins.
   *
   * @param env the environment, for <code>${NAME}</code>
   * @param plugins finds the providers, built in ones included, given the plugins folder; called
   *     once for each file, also for one with problems
   * @param host what notifiers are told
   * @param secrets is told of every secret as soon as it has been read
   */
  public ConfigFile(
      Map<String, String> env,
      Function<Path, Providers> plugins,
      HostFacts host,
      KnownSecrets secrets) {
    this(env, plugins, host, secrets, PATIENCE);
  }

  ConfigFile(
      Map<String, String> env,
      Function<Path, Providers> plugins,
      HostFacts host,
      KnownSecrets secrets,
      Duration patience) {
    this.secrets = secrets;
    this.env = Map.copyOf(env);
    this.plugins = plugins;
    this.host = host;
    this.patience = patience;
  }

  /** A file to begin with, every key explained. It needs the variables that it names. */
  public static String template() {
    try (var in = ConfigFile.class.getResourceAsStream(TEMPLATE)) {
      return new String(Objects.requireNonNull(in, TEMPLATE).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file and makes its notifiers. Relative paths in it belong to its folder.
   *
   * @throws ConfigException with all problems, if there are any; nothing is left open
   */
  public LoadedConfig load(Path file) {
    var tree = ConfigTree.of(file, ConfigText.read(file), env);
    var reading = new ReadContext(tree.places(), PathBase.of(file, env), tree.problems(), secrets);
    var root = new Section("", tree.root(), reading);
    var reader = new SettingsReader();
    var settings = reader.read(root);
    var network = NetworkReader.read(root, env, reading.problems());
    var subscriptions = new Subscriptions(reader.labels());
    var sections = new NotifierSections(subscriptions, reading.notices()::add).read(root);
    root.finish();
    var providers = plugins.apply(settings.plugins().folder());
    var factory =
        new NotifierFactory(providers, settings, subscriptions, host.in(network), patience);
    var notifiers =
        sections.stream().map(s -> factory.create(s, reading).withFallback(s.fallback())).toList();
    secrets.addShown(reading.shown());
    var masker = reading.masker();
    if (!reading.problems().isEmpty()) {
      notifiers.forEach(ConfigFile::close);
      throw new ConfigException(file, masked(reading.problems().sorted(tree.places()::of), masker));
    }
    return new LoadedConfig(
        settings, network, notifiers, masker, reading.notices(), SectionPrints.of(tree.root()));
  }

  private static List<Problem> masked(List<Problem> problems, Masker masker) {
    return problems.stream()
        .map(problem -> new Problem(problem.path(), masker.mask(problem.sentence())))
        .toList();
  }

  private static void close(ConfiguredNotifier configured) {
    var notifier = configured.notifier();
    if (notifier != null) {
      notifier.close();
    }
  }
}
