package io.backupman.core.backup;

import java.util.List;
import java.util.Optional;

/**
 * Whether a dump is so much smaller than the ones before that somebody should look.
 *
 * @param alarm by how many per cent it may be smaller, 1 to 100; 0 if nobody wants to know
 */
record SizeDrop(int alarm) {
  /** How many of the last dumps say what is usual. */
  static final int COMPARED = 10;

  /** Of fewer, nobody knows what is usual. */
  private static final int FEWEST = 3;

  private static final int ALL = 100;

  /** Whether anything is compared. */
  boolean isWanted() {
    return alarm > 0;
  }

  /**
   * A sentence if the dump is too small.
   *
   * @param size its size in bytes
   * @param before the sizes of the last ones
   */
  Optional<String> warning(long size, List<Long> before) {
    if (!isWanted() || before.size() < FEWEST) {
      return Optional.empty();
    }
    var median = median(before);
    var drop = (long) (ALL * (1 - size / median));
    return size < median * (ALL - alarm) / ALL
        ? Optional.of(
            "The dump is %s %% smaller than usual: %s, median of the last %s: %s."
                .formatted(
                    drop,
                    Quantities.size(size),
                    before.size(),
                    Quantities.size(Math.round(median))))
        : Optional.empty();
  }

  /** Never 0, by which nothing can be divided. */
  private static double median(List<Long> sizes) {
    var sorted = sizes.stream().sorted().toList();
    var middle = sorted.size() / 2;
    var median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    return Math.max(1, median);
  }
}
