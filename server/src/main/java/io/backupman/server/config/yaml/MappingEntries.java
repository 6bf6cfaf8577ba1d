package io.backupman.server.config.yaml;

import io.backupman.server.config.problem.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The keys of one mapping, as they were written, with what {@code <<} merges into it. */
final class MappingEntries {
  private final String path;
  private final Problems problems;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** A value and the line of its key. */
  record Entry(Node value, int line) {}

  MappingEntries(String path, Problems problems) {
    this.path = path;
    this.problems = problems;
  }

  Map<String, Entry> of(MappingNode mapping) {
    mapping.getValue().stream().filter(tuple -> !isMerge(tuple)).forEach(this::add);
    mapping.getValue().stream().filter(MappingEntries::isMerge).forEach(this::merge);
    return entries;
  }

  private void add(NodeTuple tuple) {
    int line = tuple.getKeyNode().getStartMark().getLine() + 1;
    if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getValue().isEmpty()) {
      problems.add(path, "has a key on line " + line + " that is not a text");
      return;
    }
    var earlier = entries.putIfAbsent(key.getValue(), new Entry(tuple.getValueNode(), line));
    if (earlier != null) {
      problems.add(
          Paths.key(path, key.getValue()),
          "stands twice, on line "
              + earlier.line()
              + " and on line "
              + line
              + "; keep one of them");
    }
  }

  // https://yaml.org/type/merge.html: what the mapping says itself comes before what is merged.
  private void merge(NodeTuple tuple) {
    var value = tuple.getValueNode();
    var sources = value instanceof SequenceNode list ? list.getValue() : List.of(value);
    for (var source : sources) {
      if (source instanceof MappingNode mapping
          && mapping.getValue().stream().noneMatch(MappingEntries::isMerge)) {
        new MappingEntries(path, problems).of(mapping).forEach(entries::putIfAbsent);
      } else {
        problems.add(path, "has a \"<<\" that does not name a plain section");
      }
    }
  }

  private static boolean isMerge(NodeTuple tuple) {
    return Tag.MERGE.equals(tuple.getKeyNode().getTag());
  }
}
