package io.backupman.core.source;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** A database that is backed up. Safe for use by several threads, but one dump runs at a time. */
public interface DataSource {

  /** What every data source has. */
  SourceSettings settings();

  /** The ending of the uncompressed file, without a dot: {@code sql} for a script. */
  String fileType();

  /**
   * Writes a dump. Returns only when the dump is proven whole and all its bytes are written.
   *
   * @param out takes the dump, uncompressed; not closed here. What it throws is passed on as it is
   * @param heartbeat is run in the same thread now and then while work goes on that writes nothing
   *     yet
   * @return what somebody should look at though the dump is whole, a sentence each; mostly none
   * @throws SourceException with a sentence that says what went wrong and, where it can, what to do
   * @throws IOException if {@code out} failed
   * @throws InterruptedException if the thread was interrupted; whatever was started has ended
   */
  List<String> dump(OutputStream out, Runnable heartbeat) throws IOException, InterruptedException;

  /**
   * The same data source, whose next dump is verified by restoring it.
   *
   * @return a new one for each backup; empty if dumps of this are not to be restored
   */
  default Optional<VerifiedSource> verified() {
    return Optional.empty();
  }

  /**
   * Removes the files that a dump of a killed process left in the temporary folder. No dump of this
   * data source may run meanwhile.
   *
   * @throws IOException if they cannot be removed
   */
  default void removeLeftovers() throws IOException {}

  /**
   * Drops the scratch databases that verifications of killed processes left behind, where nobody is
   * connected to them. No verification of this data source may run meanwhile. What cannot be
   * dropped now is by its next verification.
   */
  default void dropScratchDatabases() {
    verified().ifPresent(VerifiedSource::dropScratchDatabases);
  }

  /**
   * Tells whether the database could be dumped now, at little cost.
   *
   * @throws SourceException with a sentence that says what is wrong
   * @throws InterruptedException if the thread was interrupted
   */
  void check() throws InterruptedException;
}
