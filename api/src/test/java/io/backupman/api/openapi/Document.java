package io.backupman.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * An OpenAPI document, to find one's way in. Immutable.
 *
 * @param root the whole of it
 */
public record Document(JsonNode root) {
  /** The one that the program hands out. */
  public static final Document OF_PROGRAM = ofProgram();

  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

  private static Document ofProgram() {
    try (var in = Document.class.getResourceAsStream("/io/backupman/api/openapi.yaml")) {
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return new Document(new ObjectMapper().valueToTree(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The node itself, or what its {@code $ref} names. */
  public JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? at(node.get("$ref").textValue().substring(1)) : node;
  }

  private JsonNode at(String pointer) {
    var found = root.at(pointer);
    if (found.isMissingNode()) {
      throw new AssertionError("The document refers to " + pointer + ", which it does not have.");
    }
    return resolved(found);
  }

  /** All of its operations. */
  public Stream<Operation> operations() {
    return root.get("paths").properties().stream()
        .flatMap(path -> operations(path.getKey(), path.getValue()));
  }

  /** What it says is sent to others. */
  public Stream<Operation> webhooks() {
    return root.get("webhooks").properties().stream()
        .flatMap(hook -> operations(hook.getKey(), hook.getValue()));
  }

  private Stream<Operation> operations(String template, JsonNode path) {
    return METHODS.stream()
        .filter(path::has)
        .map(method -> new Operation(this, template, method, path, path.get(method)));
  }

  /** The operations at an address; none if the document has nothing there. */
  public List<Operation> at(URI address) {
    return template(address.getRawPath())
        .map(template -> operations().filter(o -> o.template().equals(template)).toList())
        .orElse(List.of());
  }

  private Optional<String> template(String path) {
    return operations()
        .map(Operation::template)
        .filter(template -> matches(template, path))
        .min(Comparator.comparingLong(template -> PARAMETER.matcher(template).results().count()));
  }

  private static boolean matches(String template, String path) {
    var parts = PARAMETER.splitAsStream(template + " ").map(String::strip).map(Pattern::quote);
    return path.matches(String.join("[^/]+", parts.toList()));
  }
}
