package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What may happen to a copy on a local drive. */
final class DriveFaults {
  private static final int BYTES = 2_000_000;

  private final FaultBench bench;

  DriveFaults(FaultBench bench) {
    this.bench = bench;
  }

  void add() {
    bench.section("Local drives");
    for (var percent : List.of(10, 50, 99)) {
      bench.test(
          "full at " + percent,
          () -> {
            try (var disk = FaultBench.full(percent, BYTES)) {
              bench.failsOnDrive(
                  "the disk is full at %d %% of the copy".formatted(percent),
                  source(),
                  disk.folder(),
                  0,
                  disk.folder().toString(),
                  "DISK");
            }
          });
    }
    bench.test(
        "file",
        () -> {
          var file = Files.createFile(bench.folder.resolve("file"));
          bench.failsOnDrive("the drive's folder is a file", source(), file, 0);
        });
    bench.test(
        "other",
        () -> {
          bench.failsOnDrive(
              "the drive has another file of that name", withAnotherThere(), bench.storage(), 1);
          try (var files = Files.list(bench.storage())) {
            assertThat(files.map(DriveFaults::text)).containsExactly("precious");
          }
        });
  }

  /** By the time at which it is copied, there is another file. */
  private DataSource withAnotherThere() {
    return new FakeSource(
        bench.tmp(),
        Compression.NONE,
        (out, heartbeat) -> {
          out.write(new byte[BYTES]);
          try (var files = Files.list(bench.tmp())) {
            var name = files.findFirst().orElseThrow().getFileName().toString();
            var whole = name.substring(0, name.length() - DumpWriter.PART.length());
            Files.writeString(Files.createDirectories(bench.storage()).resolve(whole), "precious");
          }
        });
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DataSource source() {
    return new FakeSource(
        bench.tmp(), Compression.NONE, (out, heartbeat) -> out.write(new byte[BYTES]));
  }
}
