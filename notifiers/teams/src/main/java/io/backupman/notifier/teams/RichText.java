package io.backupman.notifier.teams;

import io.backupman.notifier.http.JsonObject;
import java.util.List;

/**
 * Text in a card that is shown as it is: unlike a TextBlock, a <a
 * href="https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features">RichTextBlock</a>
 * knows no Markdown.
 */
final class RichText {
  private RichText() {}

  /** A block of one run. */
  static JsonObject of(JsonObject run) {
    return JsonObject.of("type", "RichTextBlock").with("inlines", List.of(run));
  }

  /** A run of text, to which looks may be added. */
  static JsonObject run(String text) {
    return JsonObject.of("type", "TextRun").with("text", literal(text));
  }

  /** The text where nothing is replaced: {@code {{DATE(…)}}} would be, anywhere in a card. */
  static String literal(String text) {
    return text.replace("{{", "{\u200b{"); // an invisible space between the two
  }
}
