package io.backupman.core.page;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is read newest first.
 *
 * @param results the records
 * @param next what to ask for records after, to get the next page; {@code null} on the last one
 * @param <T> the kind of record
 */
public record Page<T>(List<T> results, @Nullable UUID next) {

  /** Copies the list. */
  public Page {
    results = List.copyOf(results);
  }
}
