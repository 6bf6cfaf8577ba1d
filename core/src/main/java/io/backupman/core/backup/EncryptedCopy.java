package io.backupman.core.backup;

import io.backupman.core.age.AgeException;
import io.backupman.core.age.AgeWriter;
import io.backupman.core.age.Recipients;
import io.backupman.core.source.Dump;

/** An encrypted copy of a dump, which lies beside it for as long as drives need it. */
final class EncryptedCopy implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EncryptedCopy.class.getName());

  private final AgeWriter writer = new AgeWriter();
  private final Dump dump;
  private final Recipients recipients;

  EncryptedCopy(Dump dump, Recipients recipients) {
    this.dump = dump;
    this.recipients = recipients;
  }

  /**
   * Makes it.
   *
   * @throws AgeException with a sentence that says what went wrong
   * @throws BackupStoppedException if it took too long or stood still
   * @throws InterruptedException if the thread was interrupted
   */
  Dump write(ProgressGuard guard) throws InterruptedException {
    return guard.run(
        "encryption of the dump", () -> writer.write(dump, recipients, guard.progress()));
  }

  /** Removes it, also if it became whole in the moment in which it was stopped. */
  @Override
  public void close() {
    try {
      writer.discard(dump, recipients);
    } catch (AgeException e) {
      LOG.log(System.Logger.Level.WARNING, "What is left of a dump could not be removed.", e);
    }
  }
}
