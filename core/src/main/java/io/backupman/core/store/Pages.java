package io.backupman.core.store;

import io.backupman.core.page.Page;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Cuts pages. */
final class Pages {
  private Pages() {}

  /**
   * A page of records of which one more than fits was asked for.
   *
   * @param limit how many fit
   */
  static <T> Page<T> of(List<T> oneMore, int limit, Function<T, UUID> id) {
    if (oneMore.size() <= limit) {
      return new Page<>(oneMore, null);
    }
    var results = oneMore.subList(0, limit);
    return new Page<>(results, id.apply(results.getLast()));
  }
}
