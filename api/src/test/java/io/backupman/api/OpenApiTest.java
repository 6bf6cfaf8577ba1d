package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.backupman.api.openapi.Document;
import io.backupman.api.openapi.Operation;
import io.backupman.api.openapi.Schemas;
import io.backupman.core.audit.AuditAction;
import io.backupman.core.backup.BackupProgress.Phase;
import io.backupman.core.backup.BackupTrigger;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Event;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the document is OpenAPI 3.1, describes all that there is, and agrees with itself. */
class OpenApiTest {
  private static final JsonNode ROOT = Document.OF_PROGRAM.root();
  private static final Schemas SCHEMAS = new Schemas(Document.OF_PROGRAM);

  @Test
  void itsSchemasAreValid() {
    var draft = SpecificationVersion.DRAFT_2020_12;
    var metaSchema =
        SchemaRegistry.withDefaultDialect(draft).getSchema(SchemaLocation.of(draft.getDialectId()));

    assertThat(
            Stream.concat(
                    ROOT.findValues("schema").stream(),
                    ROOT.at("/components/schemas").valueStream())
                .flatMap(schema -> metaSchema.validate(schema).stream()))
        .isEmpty();
  }

  @Test
  void describesEveryRouteAndNoOther() {
    var routes = new Routes();
    try (var api = RunningApi.start()) {
      api.server.routes(routes, RunningApi.BUILD, api.ports);
    }
    var described = new TreeSet<String>();
    for (var operation : Document.OF_PROGRAM.operations().toList()) {
      var path = Routes.generic(operation.template());
      described.add(operation.method().toUpperCase(Locale.ROOT) + " " + path);
      if (operation.method().equals("get")) {
        described.add("HEAD " + path);
      }
    }

    assertThat(described).isEqualTo(routes.found());
  }

  @Test
  void describesEachParameterOfAPath() {
    assertThat(Document.OF_PROGRAM.operations())
        .allSatisfy(
            operation ->
                assertThat(operation.parameters("path"))
                    .extracting(parameter -> "{" + parameter.get("name").textValue() + "}")
                    .containsExactlyInAnyOrderElementsOf(
                        Stream.of(operation.template().split("/"))
                            .filter(part -> part.startsWith("{"))
                            .toList()));
  }

  @Test
  void hasTheWordsThatTheProgramHas() {
    assertThat(words("/RunStatus")).containsExactly(words(BackupStatus.values()));
    assertThat(words("/EventName")).containsExactly(Event.words());
    assertThat(words("/Backup/properties/Trigger")).containsExactly(words(BackupTrigger.values()));
    assertThat(words("/Progress/properties/Phase")).containsExactly(words(Phase.values()));
    assertThat(words("/Attempt/properties/Outcome"))
        .containsExactly(words(Attempt.Outcome.values()));
    assertThat(words("/AuditAction")).containsExactly(words(AuditAction.values()));
    assertThat(words("/Verification/properties/Status"))
        .containsExactly(words(Verification.Status.values()));
  }

  /** Receivers that compare the text, or sign it again, rely on that. */
  @Test
  void namesTheMembersOfAWebhookInTheirOrder() {
    assertThat(members("BackupEvent")).containsExactly("Event", "Payload");
    assertThat(members("BackupPayload"))
        .containsExactly(
            "Id", "Status", "Label", "DumpPath", "CreatedAt", "UpdatedAt", "DriveFiles");
    assertThat(members("DriveFilePayload"))
        .containsExactly(
            "Id", "BackupId", "Provider", "Label", "Path", "Status", "CreatedAt", "UpdatedAt");
  }

  private static List<String> members(String schema) {
    return ROOT.at("/components/schemas/" + schema + "/properties")
        .propertyStream()
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> words(String schema) {
    return ROOT.at("/components/schemas" + schema + "/enum")
        .valueStream()
        .map(JsonNode::textValue)
        .toList();
  }

  private static String[] words(Enum<?>[] constants) {
    return Stream.of(constants)
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  static Stream<Operation> operations() {
    return Stream.concat(Document.OF_PROGRAM.operations(), Document.OF_PROGRAM.webhooks());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void eachJsonHasAnExampleAndEachExampleIsRight(Operation operation) {
    operation.parameters().forEach(OpenApiTest::requireRightExamples);
    operation.body().ifPresent(body -> requireRightContents(body));
    for (var status : operation.node().get("responses").properties()) {
      var response = Document.OF_PROGRAM.resolved(status.getValue());
      response.path("headers").forEach(OpenApiTest::requireRightExamples);
      requireRightContents(response);
    }
  }

  private static void requireRightContents(JsonNode owner) {
    for (var content : owner.path("content").properties()) {
      int examples = requireRightExamples(content.getValue());
      boolean isMade = content.getValue().path("schema").has("$ref");
      if (isMade && content.getKey().equals("application/json")) {
        assertThat(examples).as(content.toString()).isPositive();
      }
    }
  }

  /** Looks at the examples of a parameter, a header or a content, and says how many there are. */
  private static int requireRightExamples(JsonNode reference) {
    var owner = Document.OF_PROGRAM.resolved(reference);
    var examples =
        Stream.concat(
                Stream.ofNullable(owner.get("example")),
                owner
                    .path("examples")
                    .valueStream()
                    .map(example -> Document.OF_PROGRAM.resolved(example).get("value")))
            .toList();
    examples.forEach(
        example ->
            assertThat(SCHEMAS.faults(owner.get("schema"), example))
                .as(example.toString())
                .isEmpty());
    return examples.size();
  }
}
