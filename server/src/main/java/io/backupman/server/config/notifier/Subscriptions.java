package io.backupman.server.config.notifier;

import io.backupman.core.request.NearestWord;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Subscription;
import io.backupman.server.config.problem.Quotes;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code statuses} and {@code labels}, which stand in notifiers and in destinations. */
public final class Subscriptions {
  private static final List<BackupStatus> STATUSES =
      List.of(BackupStatus.FINISHED, BackupStatus.FAILED);
  private static final List<String> WORDS = STATUSES.stream().map(BackupStatus::word).toList();

  private final Set<String> known;

  /**
   * Reads subscriptions to backups of these data sources.
   *
   * @param known the labels of the data sources
   */
  public Subscriptions(Set<String> known) {
    this.known = known;
  }

  Subscription read(Section section) {
    return new Subscription(statuses(section), labels(section));
  }

  private static Set<BackupStatus> statuses(Section section) {
    var statuses = EnumSet.noneOf(BackupStatus.class);
    section
        .texts("statuses")
        .forEach(
            (path, word) -> {
              if (WORDS.contains(word)) {
                statuses.add(STATUSES.get(WORDS.indexOf(word)));
              } else {
                section.rejectAt(path, TypedValues.oneOf(WORDS, word));
              }
            });
    return statuses;
  }

  private Set<String> labels(Section section) {
    var labels = new LinkedHashSet<String>();
    section
        .texts("labels")
        .forEach(
            (path, label) -> {
              if (!known.contains(label)) {
                section.rejectAt(
                    path,
                    Quotes.of(label)
                        + " is not the label of a data source"
                        + NearestWord.hint(label, known));
              }
              labels.add(label);
            });
    return labels;
  }
}
