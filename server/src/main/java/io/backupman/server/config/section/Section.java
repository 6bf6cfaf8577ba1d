package io.backupman.server.config.section;

import io.backupman.core.request.NearestWord;
import io.backupman.server.config.problem.Problem;
import io.backupman.server.config.yaml.Paths;
import io.helidon.config.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One section of the file, read strictly: nothing is converted in silence. ReadContext notes
 * problems and gives something harmless back. Keys that were never asked for are unknown. Not safe
 * for use by several threads.
 */
public final class Section {
  /** Keys of what messages name: its words cannot be hidden, even where one is a secret, too. */
  private static final Set<String> IN_MESSAGES =
      Set.of("label", "name", "provider", "user", "smtp_user", "db_name", "host", "smtp_host");

  private final String path;
  private final Config config;
  private final ReadContext reading;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private final List<Section> children = new ArrayList<>();

  public Section(String path, Config config, ReadContext reading) {
    this.path = path;
    this.config = config;
    this.reading = reading;
  }

  /** The same section for another reader, who does not know any key yet. */
  public Section readInto(ReadContext other) {
    return new Section(path, config, other);
  }

  public String path() {
    return path;
  }

  public String path(String key) {
    return Paths.key(path, key);
  }

  /**
   * The whole path that a text of the file stands for.
   *
   * @throws java.nio.file.InvalidPathException if it is none
   */
  public Path resolve(String text) {
    return reading.paths().resolve(text);
  }

  /** Notes a problem, unless it follows from one of this key that is noted already. */
  public void reject(String key, String problem) {
    rejectAt(path(key), problem);
  }

  /** Notes what is no problem, but worth a line in the log. */
  public void note(String key, String notice) {
    reading.notices().add(new Problem(path(key), notice));
  }

  /** Notes a problem of a path. */
  public void rejectAt(String at, String problem) {
    reading.problems().add(at, problem);
  }

  /** The keys that stand here, in their order. */
  public List<String> keys() {
    return children(config).stream()
        .map(Section::name)
        .sorted(Comparator.comparingInt(key -> reading.places().of(path(key))))
        .toList();
  }

  /** Whether the key has a value. Does not make it known. */
  public boolean has(String key) {
    var node = child(key);
    return node.exists() && !isEmptyText(node);
  }

  /** How many entries a list has; a value in its place counts as one. */
  public int size(String key) {
    var node = child(key);
    return node.type() == Config.Type.LIST ? children(node).size() : has(key) ? 1 : 0;
  }

  /** Lets a key pass that is of no use here. */
  public void allow(String... keys) {
    known.addAll(List.of(keys));
  }

  /** Lets all keys pass: nothing can be said about them. */
  public void allowAll() {
    known.addAll(keys());
  }

  /** A text that is not empty. */
  public Optional<String> find(String key) {
    known.add(key);
    var text =
        has(key)
            ? scalar(path(key), child(key)).filter(found -> !found.isEmpty())
            : Optional.<String>empty();
    text.ifPresent(found -> show(key, found));
    return text;
  }

  private void show(String key, String text) {
    if (IN_MESSAGES.contains(key)) {
      reading.shown(text);
    }
  }

  /** A text that must be there; empty if it is not. */
  public String require(String key) {
    var text = find(key);
    if (text.isEmpty()) {
      missing.add(key);
      reject(key, "is missing");
    } else if (text.get().isBlank()) {
      reject(key, "is blank");
    }
    return text.filter(value -> !value.isBlank()).orElse("");
  }

  /** Has a secret masked from now on. */
  public void remember(String secret) {
    reading.secret(secret);
  }

  /** The texts of a list, or the one that stands in its place, by their paths. */
  public Map<String, String> texts(String key) {
    return texts(key, (at, item) -> false);
  }

  /**
   * The texts of a list in which sections may stand, too, or the one text in its place.
   *
   * @param sections takes each section
   */
  public Map<String, String> texts(String key, Consumer<Section> sections) {
    return texts(key, (at, item) -> isSection(at, item, sections));
  }

  private boolean isSection(String at, Config item, Consumer<Section> sections) {
    if (item.type() != Config.Type.OBJECT) {
      return false;
    }
    section(at, item).ifPresent(sections);
    return true;
  }

  private Map<String, String> texts(String key, BiPredicate<String, Config> isOther) {
    known.add(key);
    var texts = new LinkedHashMap<String, String>();
    if (child(key).type() != Config.Type.LIST) {
      find(key).ifPresent(text -> texts.put(path(key), text));
      return texts;
    }
    eachItem(
        key,
        (at, item) -> {
          if (!isOther.test(at, item)) {
            scalar(at, item).ifPresent(text -> addText(key, texts, at, text));
          }
        });
    return texts;
  }

  private void addText(String key, Map<String, String> texts, String at, String text) {
    if (text.isBlank()) {
      rejectAt(at, "is empty");
    } else {
      texts.put(at, text);
      show(key, text);
    }
  }

  /** Names with texts. */
  public Map<String, String> map(String key) {
    var texts = new LinkedHashMap<String, String>();
    section(key)
        .ifPresent(
            section -> {
              for (var name : section.keys()) {
                section.known.add(name);
                scalar(section.path(name), section.child(name))
                    .ifPresent(text -> texts.put(name, text));
              }
            });
    return texts;
  }

  /** A section inside this one. */
  public Optional<Section> section(String key) {
    known.add(key);
    var node = child(key);
    if (!node.exists() || isEmptyText(node)) {
      return Optional.empty();
    }
    return section(path(key), node);
  }

  /** The sections of a list. */
  public List<Section> sections(String key) {
    known.add(key);
    var node = child(key);
    var sections = new ArrayList<Section>();
    if (node.type() == Config.Type.LIST) {
      eachItem(key, (at, item) -> section(at, item).ifPresent(sections::add));
    } else if (has(key)) {
      reject(key, "must be a list, each entry beginning with \"- \", not " + kind(node));
    }
    return sections;
  }

  /** Notes every key that nobody asked for, here and inside. */
  public void finish() {
    for (var key : keys()) {
      if (!known.contains(key)) {
        unknown(key);
      }
    }
    children.forEach(Section::finish);
  }

  private void unknown(String key) {
    var candidates = known.stream().filter(name -> !has(name)).toList();
    var near = NearestWord.to(key, candidates);
    // One slip of the finger is one problem: what is missing stands here under a wrong name.
    near.filter(missing::contains).ifPresent(name -> reading.problems().remove(path(name)));
    var hint =
        near.isPresent() || !path.isEmpty() ? NearestWord.hint(key, candidates) : inside(key);
    reject(key, "is not a known key" + hint);
  }

  /** Where a key belongs that stands at the top of the file instead. */
  private String inside(String key) {
    return children.stream()
        .flatMap(child -> child.places(key))
        .findFirst()
        .map(place -> " here; did you mean \"" + place + "\"?")
        .orElse("");
  }

  private Stream<String> places(String key) {
    return Stream.concat(
        known.stream().filter(key::equals).map(this::path),
        children.stream().flatMap(child -> child.places(key)));
  }

  private Optional<Section> section(String at, Config node) {
    if (node.type() != Config.Type.OBJECT) {
      rejectAt(at, "must be a section with keys, not " + kind(node));
      return Optional.empty();
    }
    var section = new Section(at, node, reading);
    children.add(section);
    return Optional.of(section);
  }

  private Optional<String> scalar(String at, Config node) {
    if (node.type() != Config.Type.VALUE) {
      rejectAt(at, "must be a single value, not " + kind(node));
      return Optional.empty();
    }
    return node.asString().asOptional();
  }

  private void eachItem(String key, BiConsumer<String, Config> action) {
    int index = 0;
    for (var item : children(child(key))) {
      action.accept(Paths.index(path(key), index++), item);
    }
  }

  private Config child(String key) {
    return config.get(Config.Key.escapeName(key));
  }

  private static List<Config> children(Config node) {
    return node.asNodeList().orElse(List.of());
  }

  private static String name(Config node) {
    return Config.Key.unescapeName(node.key().name());
  }

  private static boolean isEmptyText(Config node) {
    return node.type() == Config.Type.VALUE && node.asString().orElse("").isEmpty();
  }

  private static String kind(Config node) {
    return switch (node.type()) {
      case OBJECT -> "a section";
      case LIST -> "a list";
      default -> "a single value";
    };
  }
}
