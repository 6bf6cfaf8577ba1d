package io.backupman.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compares values with the schemas of a document, more strictly than these say: a client has to
 * pass over members that it does not know, but what is answered has none that the document does not
 * name. Safe for use by several threads.
 */
public final class Schemas {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final Document document;
  private final JsonNode definitions;
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

  /** The schemas of a document. */
  public Schemas(Document document) {
    this.document = document;
    this.definitions = strict(document.root().at("/components/schemas").deepCopy());
  }

  /** Compiles any schema of the draft that OpenAPI 3.1 builds on. */
  public static Schema of(JsonNode schema) {
    return REGISTRY.getSchema(schema);
  }

  /** What is wrong with a value. */
  public List<String> faults(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(Error::toString)
        .toList();
  }

  private Schema compile(JsonNode schema) {
    ObjectNode whole = (ObjectNode) strict(schema.deepCopy());
    return of(whole.set("$defs", definitions));
  }

  /**
   * Closes each object, after parts of it that stand elsewhere were put into it, and finds what is
   * referred to among the definitions.
   */
  private JsonNode strict(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.path("$ref").isTextual()) {
        var reference = object.get("$ref").textValue();
        object.put("$ref", reference.replace("#/components/schemas/", "#/$defs/"));
      }
      if (object.has("allOf")) {
        object.remove("allOf").forEach(part -> merge(document.resolved(part), object));
      }
      if (object.has("properties") && !object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
    }
    node.forEach(this::strict);
    return node;
  }

  private static void merge(JsonNode part, ObjectNode into) {
    into.withObjectProperty("properties").setAll((ObjectNode) part.get("properties").deepCopy());
    part.path("required").forEach(into.withArrayProperty("required")::add);
  }
}
