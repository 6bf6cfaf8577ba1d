package io.backupman.api.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * A request as it was sent, to compare it with an operation.
 *
 * @param request its body can be read again
 */
record SentRequest(HttpRequest request) {

  /** What is wrong with its query, its path and its body. */
  List<String> faults(Operation operation, Schemas schemas) {
    var faults = new ArrayList<String>();
    faults.addAll(faultsOfQuery(operation, schemas));
    faults.addAll(faultsOfBody(operation, schemas));
    return faults;
  }

  private List<String> faultsOfQuery(Operation operation, Schemas schemas) {
    var faults = new ArrayList<String>();
    var query = request.uri().getRawQuery();
    var names = new HashSet<String>();
    for (var pair : (query == null ? "" : query).split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      var halves = pair.split("=", 2);
      var name = decoded(halves[0]);
      if (!names.add(name)) {
        faults.add("The parameter " + name + " stands twice.");
      }
      faults.addAll(
          faultsOfParameter(operation, schemas, name, halves.length < 2 ? "" : decoded(halves[1])));
    }
    return faults;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  private static List<String> faultsOfParameter(
      Operation operation, Schemas schemas, String name, String text) {
    return operation.parameters("query").stream()
        .filter(parameter -> parameter.get("name").textValue().equals(name))
        .findFirst()
        .map(parameter -> parameter.get("schema"))
        .map(schema -> schemas.faults(schema, value(operation.document().resolved(schema), text)))
        .orElseGet(() -> List.of("There is no parameter " + name + "."));
  }

  /** A text as what its schema says that it is. */
  static JsonNode value(JsonNode schema, String text) {
    boolean number = schema.path("type").asText().equals("integer") && text.matches("-?\\d{1,18}");
    return number
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
        : JsonNodeFactory.instance.textNode(text);
  }

  /** An empty object is taken wherever no body is needed. */
  private List<String> faultsOfBody(Operation operation, Schemas schemas) {
    var text = body();
    if (operation.body().isEmpty()) {
      return text.isEmpty() || text.equals("{}")
          ? List.of()
          : List.of("There is no body of " + operation + ".");
    }
    var body = operation.body().get();
    if (text.isEmpty()) {
      return body.path("required").asBoolean() ? List.of("The body is missing.") : List.of();
    }
    try {
      return schemas.faults(body.at("/content/application~1json/schema"), Conformance.json(text));
    } catch (UncheckedIOException e) {
      return List.of("The body is no JSON: " + e.getMessage());
    }
  }

  private String body() {
    var bytes = new ByteArrayOutputStream();
    request.bodyPublisher().ifPresent(publisher -> publisher.subscribe(new Collector(bytes)));
    return bytes.toString(UTF_8);
  }

  /** Takes all at once; what publishes a text or bytes does so on the calling thread. */
  private record Collector(ByteArrayOutputStream bytes) implements Flow.Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
      var some = new byte[part.remaining()];
      part.get(some);
      bytes.writeBytes(some);
    }

    @Override
    public void onError(Throwable thrown) {
      throw new AssertionError(thrown);
    }

    @Override
    public void onComplete() {}
  }
}
