package io.backupman.core.file;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real file system of a size that is soon full. Aborts the test where mounting is forbidden. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts one.
   *
   * @param options as {@code mount -o} takes them, such as {@code size=256k}
   */
  public static SmallDisk mount(String options) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("backupman-disk-");
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (mount.waitFor() != 0) {
      Files.delete(folder);
      String reason = "No small disk could be mounted here: " + said.strip();
      System.Logger logger = System.getLogger(SmallDisk.class.getName());
      logger.log(System.Logger.Level.WARNING, reason);
      abort(reason);
    }
    return new SmallDisk(folder);
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    try {
      new ProcessBuilder("umount", folder.toString()).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.delete(folder);
  }
}
