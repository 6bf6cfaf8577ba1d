package io.backupman.server.config.yaml;

import io.backupman.server.config.problem.Problems;
import io.backupman.server.config.problem.Quotes;
import io.helidon.config.Config;
import io.helidon.config.spi.ConfigNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Makes Helidon's nodes of YAML's. A null becomes an empty text, which counts as missing wherever
 * it is read. Each alias is written out, so the size of the result is bounded.
 */
final class TreeConversion {
  private static final int MOST_NODES = 100_000;
  private static final int DEEPEST = 100;
  private static final Set<Tag> TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MAP,
          Tag.SEQ,
          Tag.MERGE,
          new Tag("tag:yaml.org,2002:value"));

  private final Placeholders placeholders;
  private final KeyOrder places;
  private final Problems problems;
  private int nodes;

  TreeConversion(Placeholders placeholders, KeyOrder places, Problems problems) {
    this.placeholders = placeholders;
    this.places = places;
    this.problems = problems;
  }

  /**
   * Converts a whole file.
   *
   * @param node the whole file; null if it is empty
   * @throws YAMLException if the file is too large once its aliases are written out
   */
  ConfigNode.ObjectNode root(@Nullable Node node) {
    if (node instanceof MappingNode mapping) {
      return object(mapping, "", 0);
    }
    if (node != null && !isNull(node)) {
      problems.add("", "The file must be made of keys and values, such as \"http:\" on a line.");
    }
    return ConfigNode.ObjectNode.empty();
  }

  private ConfigNode.ObjectNode object(MappingNode mapping, String path, int depth) {
    var object = ConfigNode.ObjectNode.builder();
    var entries = new MappingEntries(path, problems).of(mapping);
    for (Map.Entry<String, MappingEntries.Entry> entry : entries.entrySet()) {
      var at = Paths.key(path, entry.getKey());
      places.add(at);
      object.addNode(
          Config.Key.escapeName(entry.getKey()), node(entry.getValue().value(), at, depth + 1));
    }
    return object.build();
  }

  private ConfigNode node(Node node, String path, int depth) {
    if (++nodes > MOST_NODES || depth > DEEPEST) {
      throw new YAMLException("it has too many values, or one that contains itself");
    }
    if (!TAGS.contains(node.getTag())) {
      problems.add(path, "has the tag " + Quotes.of(node.getTag().getValue()) + "; remove it");
      return ConfigNode.ValueNode.create("");
    }
    if (node instanceof MappingNode mapping) {
      return object(mapping, path, depth);
    }
    if (node instanceof SequenceNode sequence) {
      return list(sequence, path, depth);
    }
    return ConfigNode.ValueNode.create(text((ScalarNode) node, path));
  }

  private ConfigNode.ListNode list(SequenceNode sequence, String path, int depth) {
    var list = ConfigNode.ListNode.builder();
    int index = 0;
    for (var item : sequence.getValue()) {
      var at = Paths.index(path, index++);
      places.add(at);
      var node = node(item, at, depth + 1);
      if (node instanceof ConfigNode.ObjectNode object) {
        list.addObject(object);
      } else if (node instanceof ConfigNode.ListNode inner) {
        list.addList(inner);
      } else {
        list.addValue((ConfigNode.ValueNode) node);
      }
    }
    return list.build();
  }

  private String text(ScalarNode scalar, String path) {
    if (isNull(scalar)) {
      return "";
    }
    return placeholders.replace(scalar.getValue(), problem -> problems.add(path, problem));
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }
}
