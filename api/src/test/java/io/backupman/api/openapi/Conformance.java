package io.backupman.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Compares what the API answers with what the document says that it does: the status, the content
 * type, the headers and every member. A request that was carried out is one that the document
 * allows, and one that was refused because of how it is written is none. Safe for use by several
 * threads.
 */
public final class Conformance {
  /** Compares with the document that the program hands out. */
  public static final Conformance OF_PROGRAM = new Conformance(Document.OF_PROGRAM);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How sentences begin that say of a request that it is written wrongly. */
  private static final Pattern MALFORMED =
      Pattern.compile("'|The member '|The query parameter '|The body must be a JSON object");

  private final Document document;
  private final Schemas schemas;

  /** Compares with this document. */
  public Conformance(Document document) {
    this.document = document;
    this.schemas = new Schemas(document);
  }

  /**
   * Throws if an answer is another than the document says.
   *
   * @param answer with the request that it belongs to
   */
  public void require(HttpResponse<String> answer) {
    var faults = faults(answer);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "The document says otherwise of %s: %s\n%s\n%s"
              .formatted(answer, String.join("\n", faults), answer.headers().map(), answer.body()));
    }
  }

  /**
   * What is wrong with what was sent to a webhook.
   *
   * @param headers by their names in small letters
   */
  public List<String> faultsOfWebhook(Map<String, String> headers, String body) {
    var event = json(body).path("Event").asText();
    return document
        .webhooks()
        .filter(hook -> hook.template().equals(event))
        .findFirst()
        .map(hook -> faultsOfWebhook(hook, headers, body))
        .orElseGet(() -> List.of("There is no webhook " + event + "."));
  }

  private List<String> faultsOfWebhook(Operation hook, Map<String, String> headers, String body) {
    var faults = new ArrayList<String>();
    for (var header : hook.parameters("header")) {
      var name = header.get("name").textValue();
      var value = headers.get(name.toLowerCase(Locale.ROOT));
      if (value != null) {
        faults.addAll(faultsOfText(header.get("schema"), value));
      } else if (header.path("required").asBoolean()) {
        faults.add("The header " + name + " is missing.");
      }
    }
    var schema = hook.body().orElseThrow().at("/content/application~1json/schema");
    faults.addAll(schemas.faults(schema, json(body)));
    return faults;
  }

  private List<String> faults(HttpResponse<String> answer) {
    var operations = document.at(answer.request().uri());
    var method = answer.request().method().toLowerCase(Locale.ROOT);
    return operations.stream()
        .filter(o -> o.method().equals(method))
        .findFirst()
        .or(() -> operations.stream().filter(o -> isHeadOf(o, method)).findFirst())
        .map(operation -> faults(operation, answer))
        .orElseGet(() -> faultsOfRefusal(operations, answer));
  }

  private static boolean isHeadOf(Operation operation, String method) {
    return method.equals("head") && operation.method().equals("get");
  }

  /** Of an address or a method that the document does not have. */
  private List<String> faultsOfRefusal(List<Operation> operations, HttpResponse<String> answer) {
    if (answer.statusCode() < 400) {
      return List.of("It has no such operation.");
    }
    if (answer.statusCode() == 405 && !allowed(operations).equals(allow(answer))) {
      return List.of("It has " + allowed(operations) + " there.");
    }
    return faultsOfProblem(answer);
  }

  private static Set<String> allowed(List<Operation> operations) {
    var methods = new TreeSet<String>();
    for (var operation : operations) {
      methods.add(operation.method().toUpperCase(Locale.ROOT));
      if (operation.method().equals("get")) {
        methods.add("HEAD");
      }
    }
    return methods;
  }

  private static Set<String> allow(HttpResponse<?> answer) {
    return new TreeSet<>(List.of(answer.headers().firstValue("Allow").orElse("").split(", ")));
  }

  private List<String> faultsOfProblem(HttpResponse<String> answer) {
    var problem = document.root().at("/components/responses/NotFound");
    return faultsOfContent(problem, answer);
  }

  private List<String> faults(Operation operation, HttpResponse<String> answer) {
    var response = operation.response(answer.statusCode());
    if (response.isEmpty()) {
      return List.of(operation + " has no answer " + answer.statusCode() + ".");
    }
    var faults = new ArrayList<String>();
    faults.addAll(faultsOfHeaders(response.get(), answer));
    faults.addAll(faultsOfContent(response.get(), answer));
    faults.addAll(faultsOfRequest(operation, answer));
    return faults;
  }

  private List<String> faultsOfHeaders(JsonNode response, HttpResponse<?> answer) {
    var faults = new ArrayList<String>();
    for (var named : response.path("headers").properties()) {
      var header = document.resolved(named.getValue());
      var values = answer.headers().allValues(named.getKey());
      if (values.isEmpty() && header.path("required").asBoolean()) {
        faults.add("The header " + named.getKey() + " is missing.");
      }
      values.forEach(value -> faults.addAll(faultsOfText(header.get("schema"), value)));
    }
    return faults;
  }

  private List<String> faultsOfContent(JsonNode response, HttpResponse<String> answer) {
    var type = answer.headers().firstValue("Content-Type").orElse("");
    var content = response.path("content");
    if (answer.request().method().equals("HEAD")) {
      return answer.body().isEmpty() ? List.of() : List.of("HEAD has no content.");
    }
    if (!content.has(type) && !(type.isEmpty() && content.isMissingNode())) {
      return List.of("There is no content '" + type + "' of " + answer.statusCode() + ".");
    }
    if (content.isMissingNode()) {
      return answer.body().isEmpty() ? List.of() : List.of("There is no content.");
    }
    var schema = content.get(type).path("schema");
    if (!type.endsWith("json")) {
      return List.of();
    }
    var value = json(answer.body());
    var faults = new ArrayList<>(schemas.faults(schema, value));
    if (type.equals("application/problem+json")
        && value.path("status").asInt() != answer.statusCode()) {
      faults.add("The problem is of another status.");
    }
    return faults;
  }

  private List<String> faultsOfRequest(Operation operation, HttpResponse<String> answer) {
    if (answer.statusCode() < 300) {
      return new SentRequest(answer.request()).faults(operation, schemas);
    }
    boolean malformed =
        answer.statusCode() == 400
            && MALFORMED.matcher(json(answer.body()).path("detail").asText()).lookingAt();
    return malformed && new SentRequest(answer.request()).faults(operation, schemas).isEmpty()
        ? List.of("It allows this request, which is refused.")
        : List.of();
  }

  private List<String> faultsOfText(JsonNode schema, String text) {
    return schemas.faults(schema, SentRequest.value(document.resolved(schema), text));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
