package io.backupman.core.store.engine;

import java.util.Optional;

/**
 * What would come of opening a database, as far as that can be told without changing anything.
 *
 * @param refusal why it could not be opened, a sentence
 * @param note what else is worth a line, a sentence
 */
public record Outlook(Optional<String> refusal, Optional<String> note) {
  public static final Outlook NOTHING_NEW = new Outlook(Optional.empty(), Optional.empty());

  static Outlook refusal(StoreException reason) {
    return new Outlook(Optional.ofNullable(reason.getMessage()), Optional.empty());
  }

  static Outlook note(String sentence) {
    return new Outlook(Optional.empty(), Optional.of(sentence));
  }
}
