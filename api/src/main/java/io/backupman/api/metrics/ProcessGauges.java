package io.backupman.api.metrics;

import io.backupman.core.file.Folders;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Tells what this process has: its build, its connections, and the room on its local drives. */
final class ProcessGauges {
  private static final String DRIVE = "drive";

  private final Map<String, Look<Space>> spaces;

  /** The room on a file system, in bytes. */
  private record Space(long free, long total) {
    static Space of(Path folder) throws IOException {
      var store = Files.getFileStore(Folders.nearestExisting(folder.toAbsolutePath().normalize()));
      return new Space(store.getUsableSpace(), store.getTotalSpace());
    }
  }

  ProcessGauges(Measured measured, Values values) {
    spaces =
        measured.folders().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, drive -> new Look<>(() -> Space.of(drive.getValue()))));
    values.gauge(
        "backupman_drive_free_bytes",
        "Room that is free on the file system of a local drive.",
        gauge -> spaces(gauge, Space::free),
        DRIVE);
    values.gauge(
        "backupman_drive_size_bytes",
        "Size of the file system of a local drive.",
        gauge -> spaces(gauge, Space::total),
        DRIVE);
    values.gauge(
        "backupman_build_info",
        "1, with the version of Backupman.",
        gauge -> gauge.call(1, measured.version(), measured.commit()),
        "version",
        "commit");
    ofPool(measured, values);
  }

  private static void ofPool(Measured measured, Values values) {
    values.gauge(
        "backupman_database_connections",
        "Open connections to the own database.",
        gauge -> {
          gauge.call(measured.pool().get().active(), "active");
          gauge.call(measured.pool().get().idle(), "idle");
        },
        "state");
    values.gauge(
        "backupman_database_connections_max",
        "How many connections to the own database there may be.",
        gauge -> gauge.call(measured.pool().get().most()));
    values.gauge(
        "backupman_database_connections_awaited",
        "Work that waits for a connection to the own database.",
        gauge -> gauge.call(measured.pool().get().awaiting()));
  }

  /** Begins all looks, so that they take together as long as the longest of them. */
  void begin() {
    spaces.values().forEach(Look::begin);
  }

  private void spaces(GaugeWithCallback.Callback gauge, ToLongFunction<Space> value) {
    spaces.forEach(
        (drive, look) ->
            look.seen().ifPresent(space -> Values.call(gauge, value.applyAsLong(space), drive)));
  }
}
