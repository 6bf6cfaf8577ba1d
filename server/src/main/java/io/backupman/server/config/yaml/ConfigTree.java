package io.backupman.server.config.yaml;

import io.backupman.notifier.spi.summary.PlainText;
import io.backupman.server.config.problem.ConfigException;
import io.backupman.server.config.problem.Problem;
import io.backupman.server.config.problem.Problems;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigNode;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The file as a tree, every value as it was written. Helidon's own YAML parser is not used: by the
 * rules of YAML 1.1 it makes 83 of {@code 0123} and 45000 of {@code 12:30:00}, which is no way to
 * treat a password. Nor does anything but the file come in: no system property, no environment
 * variable that happens to have the name of a key.
 *
 * @param root the tree
 * @param places in which order the paths stand in the file
 * @param problems what is wrong with single values
 */
public record ConfigTree(Config root, KeyOrder places, Problems problems) {
  private static final int MOST_ALIASES = 1000;
  private static final int DEEPEST = 50;

  /**
   * Parses a text and puts values of the environment into it.
   *
   * @throws ConfigException if the text is no YAML
   */
  public static ConfigTree of(Path file, String text, Map<String, String> env) {
    var places = new KeyOrder();
    var problems = new Problems();
    var conversion = new TreeConversion(new Placeholders(env), places, problems);
    try {
      var node = compose(text);
      return new ConfigTree(config(conversion.root(node)), places, problems);
    } catch (MarkedYAMLException e) {
      throw new ConfigException(file, List.of(new Problem("", sentence(e))));
    } catch (YAMLException e) {
      throw new ConfigException(
          file, List.of(new Problem("", "This is not valid YAML: " + oneLine(e.getMessage()))));
    }
  }

  private static Node compose(String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    return new Yaml(options).compose(new StringReader(text));
  }

  private static Config config(ConfigNode.ObjectNode root) {
    return Config.builder()
        .addSource(ConfigSources.create(root))
        .disableEnvironmentVariablesSource()
        .disableSystemPropertiesSource()
        .disableKeyResolving()
        .disableValueResolving()
        .disableFilterServices()
        .disableParserServices()
        .disableMapperServices()
        .build();
  }

  private static String sentence(MarkedYAMLException e) {
    var mark = e.getProblemMark();
    var where =
        mark == null
            ? ""
            : "Line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
    return where + "this is not valid YAML: " + oneLine(e.getProblem());
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "it cannot be read" : PlainText.oneLine(message);
  }
}
