package io.backupman.api.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.backupman.api.problem.HttpProblem;
import io.backupman.api.wire.Json;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object in a request's body, read strictly: whatever is not expected is answered with 400
 * and a sentence that names the member. A request without a body counts as an empty object.
 */
public final class JsonBody {
  private static final String TIME = "2025-07-02T10:00:00Z (RFC 3339)";

  /** The content types of a body; the second one {@code curl -d} says of whatever it sends. */
  private static final Set<String> TYPES =
      Set.of("application/json", "application/x-www-form-urlencoded");

  private final JsonNode object;

  private JsonBody(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads the body of a request; it may be asked for again.
   *
   * @param known the members that may stand in it
   */
  public static JsonBody of(ServerRequest request, List<String> known) {
    var object = request.context().get(Read.class).map(Read::object).orElseGet(() -> read(request));
    requireKnown(object, known);
    return new JsonBody(object);
  }

  private static JsonNode read(ServerRequest request) {
    var bytes = bytes(request);
    JsonNode object = MissingNode.getInstance();
    if (bytes.length > 0) {
      requireJson(request);
      object = parse(bytes);
    }
    request.context().register(new Read(object));
    return object;
  }

  /** What stands in a body that was read: a second time there is nothing. */
  private record Read(JsonNode object) {}

  /**
   * The stream stays open: closing it reads on, and waits for ever after a malformed chunk (Helidon
   * 4.5.0).
   */
  private static byte[] bytes(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try {
      return request.content().inputStream().readAllBytes();
    } catch (IOException e) {
      throw new CloseConnectionException("The client went away in the middle of a body.", e);
    }
  }

  private static void requireJson(ServerRequest request) {
    var headers = request.headers();
    if (!headers.contains(HeaderNames.CONTENT_TYPE)) {
      return;
    }
    var type = headers.get(HeaderNames.CONTENT_TYPE).get().split(";", 2)[0];
    if (!TYPES.contains(type.strip().toLowerCase(Locale.ROOT))) {
      throw HttpProblem.unsupportedMediaType(
          "The body must be JSON; send it with the header Content-Type: application/json.");
    }
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      var node = Json.read(bytes);
      if (!node.isObject()) {
        throw HttpProblem.invalid("The body must be a JSON object, not " + kind(node) + ".");
      }
      return node;
    } catch (JsonProcessingException e) {
      var location = e.getLocation();
      throw HttpProblem.invalid(
          location == null
              ? "The body is not valid JSON."
              : "The body is not valid JSON at line %s, column %s."
                  .formatted(location.getLineNr(), location.getColumnNr()));
    } catch (IOException e) {
      throw HttpProblem.invalid("The body is not valid JSON: it is not UTF-8.");
    }
  }

  private static void requireKnown(JsonNode object, List<String> known) {
    for (var property : object.properties()) {
      if (!known.contains(property.getKey())) {
        var there = known.isEmpty() ? "none here" : String.join(", ", known);
        throw HttpProblem.invalid(
            "The member '%s' is not known; there are %s.".formatted(property.getKey(), there));
      }
    }
  }

  /**
   * A list of texts.
   *
   * @return empty if the member is missing or {@code null}; a list that is there has an element
   */
  public List<String> texts(String name) {
    var node = object.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw wrong(name, "a list of texts", node);
    }
    if (node.isEmpty()) {
      throw HttpProblem.invalid(
          "'%s' is empty; name at least one, or leave it out for all.".formatted(name));
    }
    var texts = new ArrayList<String>();
    for (var element : node) {
      if (!element.isTextual()) {
        throw wrong(name + "[" + texts.size() + "]", "a text", element);
      }
      texts.add(element.textValue());
    }
    return List.copyOf(texts);
  }

  /** A text that is not empty, if it is there. */
  public @Nullable String text(String name) {
    var node = object.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw wrong(name, "a text", node);
    }
    if (node.textValue().isEmpty()) {
      throw HttpProblem.invalid("'%s' is empty; leave it out, or name one.".formatted(name));
    }
    return node.textValue();
  }

  /** True or false; false if it is not there. */
  public boolean flag(String name) {
    var node = object.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return false;
    }
    if (!node.isBoolean()) {
      throw wrong(name, "true or false", node);
    }
    return node.booleanValue();
  }

  /** A time, if it is there. */
  public @Nullable Instant time(String name) {
    var text = text(name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw HttpProblem.invalid("'%s' must be a time such as %s.".formatted(name, TIME));
    }
  }

  /** A time that must be there. */
  public Instant requiredTime(String name) {
    var time = time(name);
    if (time == null) {
      throw HttpProblem.invalid("'%s' is missing; it is a time such as %s.".formatted(name, TIME));
    }
    return time;
  }

  /**
   * One of some words.
   *
   * @param words the words; the first one if it is not there
   */
  public String oneOf(String name, List<String> words) {
    var text = text(name);
    if (text == null) {
      return words.getFirst();
    }
    if (!words.contains(text)) {
      throw HttpProblem.invalid(
          "'%s' must be one of %s.".formatted(name, String.join(", ", words)));
    }
    return text;
  }

  /** The object as it was sent, without spaces; empty if there was no body. */
  @Override
  public String toString() {
    return object.toString();
  }

  private static HttpProblem wrong(String path, String expected, JsonNode found) {
    return HttpProblem.invalid("'%s' must be %s, not %s.".formatted(path, expected, kind(found)));
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case NUMBER -> "a number";
      case OBJECT -> "an object";
      case STRING -> "a text";
      default -> "nothing";
    };
  }
}
