package io.backupman.core.testing;

import io.backupman.core.drive.Drive;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.source.Dump;
import java.util.function.LongConsumer;

/**
 * A real drive, before whose work a test does something, or fails.
 *
 * @param drive the drive
 * @param storing what is done before something is stored
 * @param deleting what is done before something is deleted
 */
public record ScriptedDrive(Drive drive, Step storing, Step deleting) implements Drive {

  /** What a test does. */
  @FunctionalInterface
  public interface Step {
    Step NOTHING = () -> {};

    void run() throws InterruptedException;
  }

  /** Does something before something is stored. */
  public static ScriptedDrive storing(Drive drive, Step step) {
    return new ScriptedDrive(drive, step, Step.NOTHING);
  }

  /** Does something before something is deleted. */
  public static ScriptedDrive deleting(Drive drive, Step step) {
    return new ScriptedDrive(drive, Step.NOTHING, step);
  }

  @Override
  public String label() {
    return drive.label();
  }

  @Override
  public String provider() {
    return drive.provider();
  }

  @Override
  public String store(Dump dump, String name, LongConsumer progress) throws InterruptedException {
    storing.run();
    return drive.store(dump, name, progress);
  }

  @Override
  public StoredCopy open(String path) throws InterruptedException {
    return drive.open(path);
  }

  @Override
  public void removeLeftovers(String name) throws InterruptedException {
    drive.removeLeftovers(name);
  }

  @Override
  public void delete(String path) throws InterruptedException {
    deleting.run();
    drive.delete(path);
  }

  @Override
  public void check() throws InterruptedException {
    drive.check();
  }
}
