package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backupman.api.openapi.Conformance;
import io.backupman.api.openapi.Document;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether answers that the document does not have are found, which all tests of routes rely on. */
class ConformanceTest {
  private static final String BACKUP = "/api/backups/" + Samples.BACKUP;

  private final RunningApi api = RunningApi.start();

  @BeforeEach
  void backup() {
    StoredCopy.add(api);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void whatIsDescribedPasses() {
    assertThatCode(() -> Conformance.OF_PROGRAM.require(api.get(BACKUP)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/paths/~1api~1backups~1{id}",
        "/paths/~1api~1backups~1{id}/get",
        "/paths/~1api~1backups~1{id}/get/responses/200",
        "/paths/~1api~1backups~1{id}/get/responses/200/content/application~1json",
        "/components/schemas/Backup/properties/Warning",
        "/components/schemas/DriveFile/properties/SizeBytes",
        "/components/schemas/Verification/properties/Rows",
      })
  void anAnswerFailsOfWhichAPartIsNotDescribed(String part) {
    requireFails(without(part), api.get(BACKUP));
  }

  @ParameterizedTest
  @CsvSource({
    "/paths/~1api~1backups/get/responses/400, limit=0",
    "/components/parameters/Limit/schema/maximum, limit=1001",
    "/components/schemas/RunStatus/enum, status=gone",
  })
  void aRefusalFailsThatIsNotDescribed(String part, String query) {
    requireFails(without(part), api.get("/api/backups?" + query));
  }

  @Test
  void aBodyThatIsTakenFailsIfItIsNotDescribed() {
    requireFails(
        without("/components/schemas/StartRequest/properties/Labels"),
        api.post("/api/backups", "{\"Labels\":[\"MySQL 1\"]}"));
  }

  @Test
  void aMethodFailsThatIsNotAllowedThoughItIsDescribed() {
    requireFails(without("/paths/~1api~1backups~1{id}/delete"), api.post(BACKUP, ""));
  }

  private static void requireFails(Document document, HttpResponse<String> answer) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> new Conformance(document).require(answer))
        .withMessageStartingWith("The document says otherwise");
  }

  private static Document without(String part) {
    var pointer = JsonPointer.compile(part);
    var root = Document.OF_PROGRAM.root().deepCopy();
    ((ObjectNode) root.at(pointer.head())).remove(pointer.last().getMatchingProperty());
    return new Document(root);
  }
}
