package io.backupman.api.wire;

import io.backupman.core.request.Page;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param results the records, newest first
 * @param next what to pass as {@code after} for the next page; {@code null} on the last one
 * @param <T> the kind of record
 */
public record PageJson<T>(List<T> results, @Nullable UUID next) {

  /** A page with its records mapped. */
  public static <S, T> PageJson<T> of(Page<S> page, Function<S, T> map) {
    return new PageJson<>(page.results().stream().map(map).toList(), page.next());
  }
}
