package io.backupman.core.request;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
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

  /**
   * The page of records of which one more than fits was asked for.
   *
   * @param limit how many fit
   * @param id the identifier of a record
   */
  public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, UUID> id) {
    if (oneMore.size() <= limit) {
      return new Page<>(oneMore, null);
    }
    var results = oneMore.subList(0, limit);
    return new Page<>(results, id.apply(results.getLast()));
  }
}
