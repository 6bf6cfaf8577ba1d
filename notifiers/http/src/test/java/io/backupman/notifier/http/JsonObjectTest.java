package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  @Test
  void writesEveryKindOfValueInItsOrder() {
    var object =
        JsonObject.of("z", "a\"b\n\u0001ü😀")
            .with("n", 1)
            .with("f", 1.5)
            .with("t", true)
            .with("nothing", null)
            .with("list", List.of(JsonObject.of("a", List.of()), "x"));

    assertThat(object)
        .hasToString(
            "{\"z\":\"a\\\"b\\n\\u0001ü😀\",\"n\":1,\"f\":1.5,\"t\":true,\"nothing\":null,"
                + "\"list\":[{\"a\":[]},\"x\"]}");
  }

  @Test
  void readsWhatItWrote() {
    var text = "{\"a\":{\"b\":[1,2.5,\"x\",null,false,{}]},\"c\":-3e2}";
    var read = JsonObject.parse(text).orElseThrow();

    assertThat(read.object("a").orElseThrow().list("b"))
        .hasSize(6)
        .asString()
        .contains("x, null, false");
    assertThat(read.number("c").orElseThrow()).isEqualByComparingTo(new BigDecimal(-300));
    assertThat(JsonObject.parse(read.toString()))
        .map(JsonObject::toString)
        .contains(read.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ok", "[]", "1", "null", "{", "{\"a\":", "{\"a\":[1,{", "{} x", "{\"a\":01}"})
  void isEmptyWhereThereIsNoObject(String text) {
    assertThat(JsonObject.parse(text)).isEmpty();
  }

  @Test
  void isEmptyWhereItIsNestedTooDeep() {
    assertThat(JsonObject.parse("{\"a\":" + "[".repeat(60_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e1000000000",
        "-1e1000000000",
        "1e-300000000",
        "0e-300000000",
        "1e2147483647",
        "1e-2147483647",
        "1e9999999999999",
        "1e101",
        "1e-101"
      })
  void isEmptyWhereANumberIsTooMuchToCalculateWith(String number) {
    assertThat(JsonObject.parse("{\"retry_after\":" + number + "}")).isEmpty();
    assertThat(JsonObject.parse("{\"a\":[{\"id\":" + number + "}]}")).isEmpty();
  }

  @Test
  void readsLongNumbers() {
    var number = "9".repeat(90) + "." + "9".repeat(90);

    assertThat(JsonObject.parse("{\"a\":" + number + "}").flatMap(json -> json.number("a")))
        .contains(new BigDecimal(number));
  }

  @Test
  void hasNoMemberOfAnotherKind() {
    var object = JsonObject.of("a", 1);

    assertThat(object.text("a")).isEmpty();
    assertThat(object.flag("a")).isEmpty();
    assertThat(object.object("b")).isEmpty();
    assertThat(object.list("a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, PT1S",
    "0.3335, PT0.334S",
    "86400, PT24H",
    "1e99, PT24H",
    "0,",
    "-1,",
    "1e-99, PT0.001S"
  })
  void readsSecondsToWait(String number, @Nullable Duration wait) {
    assertThat(JsonObject.parse("{\"s\":" + number + "}").orElseThrow().seconds("s"))
        .isEqualTo(Optional.ofNullable(wait));
  }
}
