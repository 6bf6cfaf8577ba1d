package io.backupman.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One operation of a document.
 *
 * @param template its path, with the parameters in braces
 * @param method in small letters
 * @param path what all operations of the path have in common
 * @param node what it has by itself
 */
public record Operation(
    Document document, String template, String method, JsonNode path, JsonNode node) {

  /** Its parameters. */
  public List<JsonNode> parameters() {
    return Stream.of(path, node)
        .flatMap(owner -> owner.path("parameters").valueStream())
        .map(document::resolved)
        .toList();
  }

  /** Its parameters in one place: {@code path}, {@code query} or {@code header}. */
  public List<JsonNode> parameters(String place) {
    return parameters().stream().filter(p -> p.get("in").textValue().equals(place)).toList();
  }

  /** What it takes as a body, if it takes one. */
  public Optional<JsonNode> body() {
    return Optional.ofNullable(node.get("requestBody")).map(document::resolved);
  }

  /** What it says of an answer with this status. */
  public Optional<JsonNode> response(int status) {
    return Optional.ofNullable(node.get("responses").get(String.valueOf(status)))
        .map(document::resolved);
  }

  /** The status of success. */
  public int success() {
    return node.get("responses")
        .propertyStream()
        .mapToInt(response -> Integer.parseInt(response.getKey()))
        .filter(status -> status < 300)
        .min()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return method.toUpperCase(java.util.Locale.ROOT) + " " + template;
  }
}
