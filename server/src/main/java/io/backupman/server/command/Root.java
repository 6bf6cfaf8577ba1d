package io.backupman.server.command;

import io.backupman.api.Build;
import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.request.RequestProblem;
import io.backupman.server.app.Application;
import io.backupman.server.app.BuildProperties;
import io.backupman.server.app.ConfigSource;
import io.backupman.server.app.ConfigurationWithPlugins;
import io.backupman.server.command.terminal.Terminal;
import io.backupman.server.command.text.FileWords;
import io.backupman.server.command.text.ShellWord;
import io.backupman.server.command.text.VersionText;
import io.backupman.server.config.problem.ConfigException;
import io.backupman.server.config.settings.LogSettings;
import io.backupman.server.log.Logs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line as a whole: what all commands share. */
@Command(
    name = "backupman",
    description = "Backs up databases and makes sure that people hear about it.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Root implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          ServeCommand.class,
          RunCommand.class,
          ListCommand.class,
          ShowCommand.class,
          DownloadCommand.class,
          CancelCommand.class,
          DeleteCommand.class,
          DemoCommand.class,
          CheckCommand.class,
          InitCommand.class,
          HealthCommand.class,
          RetryCommand.class,
          ResendCommand.class,
          RetentionCommand.class,
          NotifiersCommand.class,
          SecretCommand.class,
          DecryptCommand.class,
          AuthGoogleCommand.class,
          VersionCommand.class,
          CompletionCommand.class,
          StartupCacheCommand.class,
          TrainingCommand.class,
          CommandLine.HelpCommand.class);

  /** Those that tell of the others. */
  private static final Set<Class<?>> ABOUT_COMMANDS =
      Set.of(CompletionCommand.class, CommandLine.HelpCommand.class);

  private final Map<String, String> env;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The configuration; default: $$BACKUPMAN_CONFIG or else config.yml.")
  private @Nullable Path config;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more about what is done, and where an error happened.")
  private boolean verbose;

  private final KnownSecrets secrets = new KnownSecrets();

  private Root(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  /** The command line, ready to execute. */
  public static CommandLine commandLine(Map<String, String> env) {
    return describing(COMMANDS, env);
  }

  /**
   * The command line for some arguments, ready to execute them: with their command alone, if they
   * begin with its name. To describe all commands takes longer than most of them run.
   */
  public static CommandLine commandLine(Map<String, String> env, List<String> arguments) {
    var named =
        COMMANDS.stream()
            .filter(type -> !ABOUT_COMMANDS.contains(type))
            .filter(type -> arguments.stream().limit(1).anyMatch(isNameOf(type)))
            .toList();
    return describing(named.isEmpty() ? COMMANDS : named, env);
  }

  private static Predicate<String> isNameOf(Class<?> type) {
    return type.getAnnotation(Command.class).name()::equals;
  }

  private static CommandLine describing(List<Class<?>> commands, Map<String, String> env) {
    var root = new Root(env);
    var line = new CommandLine(root, root::make);
    commands.forEach(line::addSubcommand);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, command, parsed) -> root.failed(e, command));
  }

  /** Gives each command what all of them share. */
  private <K> K make(Class<K> type) throws Exception {
    try {
      return type.getDeclaredConstructor(Root.class).newInstance(this);
    } catch (NoSuchMethodException partOfTheLibrary) {
      return CommandLine.defaultFactory().create(type);
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(line(), "A command is missing.");
  }

  private CommandLine line() {
    if (spec == null) {
      throw new IllegalStateException("Not run by a command line");
    }
    return spec.commandLine();
  }

  private int failed(Exception e, CommandLine command) {
    command.getErr().println(secrets.mask(verbose ? trace(e) : sentence(e)));
    return e instanceof ConfigException || isUsage(e)
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }

  private static String trace(Exception e) {
    var text = new StringWriter();
    e.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static boolean isUsage(Exception e) {
    return e instanceof RequestProblem problem && problem.kind() == RequestProblem.Kind.INVALID;
  }

  private static String sentence(Exception e) {
    var failure = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
    if (failure instanceof FileSystemException file) {
      return FileWords.of(file);
    }
    var message = e.getMessage();
    return message == null
        ? "Backupman failed in a way that it should not ("
            + e.getClass().getSimpleName()
            + "); --verbose says where."
        : message;
  }

  /** Hides the secrets of the configuration that was read. */
  String mask(String text) {
    return secrets.mask(text);
  }

  /** The whole command line, to tell of its commands. */
  CommandSpec commands() {
    return line().getCommandSpec();
  }

  /** What results are written to. */
  Terminal terminal() {
    return Terminal.of(env);
  }

  /** How this program was called, to show how another command is. */
  String invocation() {
    return config == null ? "backupman" : "backupman -c " + ShellWord.of(config);
  }

  /** Where results are written. */
  PrintWriter out() {
    return line().getOut();
  }

  /** Where what went wrong is written. */
  PrintWriter err() {
    return line().getErr();
  }

  /** The path of the configuration. */
  Path configFile() {
    var file = config;
    return file != null ? file : Path.of(env.getOrDefault("BACKUPMAN_CONFIG", "config.yml"));
  }

  /** Sets the log up for a command that people watch: warnings only. */
  Logs quietLogs() {
    return Logs.install(verbose ? Level.FINE : Level.WARNING);
  }

  /** Sets the log up for a command that says itself what is wrong: errors only. */
  Logs silentLogs() {
    return Logs.install(verbose ? Level.FINE : Level.SEVERE);
  }

  /** Reads the configuration for a server, which writes its log as that says. */
  ConfigurationWithPlugins loadForServer() {
    var logs = Logs.install(verbose ? Level.FINE : Level.INFO);
    var loaded = load(configFile(), logs);
    var settings = loaded.config().settings().log();
    if (settings.format() == LogSettings.Format.JSON) {
      logs.writeJson();
    }
    if (!verbose) {
      logs.show(settings.level());
    }
    return loaded;
  }

  /** Reads the configuration and hides its secrets in the log. */
  ConfigurationWithPlugins load(Path file, Logs logs) {
    logs.maskWith(secrets::mask);
    return new ConfigSource(file, env, build(), clock(), secrets).load();
  }

  /** Opens a Backupman that does nothing yet. */
  Application open(ConfigurationWithPlugins loaded) {
    return Application.open(loaded, build(), clock());
  }

  /** Which program this is. */
  Build build() {
    return BuildProperties.read();
  }

  /** Whole milliseconds, so that a time is the same in every database and in JSON. */
  Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }
}
