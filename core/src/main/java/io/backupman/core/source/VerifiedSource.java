package io.backupman.core.source;

import io.backupman.core.file.FileTrouble;
import io.backupman.notifier.spi.Verification;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data source that counts its rows when it is dumped, and then restores the dump into a scratch
 * database to see whether they are all there. For one backup and one thread at a time.
 */
public final class VerifiedSource implements DataSource {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final DataSource source;
  private final RestoreVerifier verifier;
  private @Nullable RowBounds expected;

  public VerifiedSource(DataSource source, RestoreVerifier verifier) {
    this.source = source;
    this.verifier = verifier;
  }

  @Override
  public SourceSettings settings() {
    return source.settings();
  }

  @Override
  public String fileType() {
    return source.fileType();
  }

  @Override
  public List<String> dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    var counted = verifier.dump(out, heartbeat);
    expected = counted.expected();
    return counted.warnings();
  }

  /**
   * Restores a dump that was just made by this.
   *
   * @return what came of it
   * @throws SourceException with a sentence if it cannot be restored, or is not what was dumped
   * @throws InterruptedException if the thread was interrupted; whatever was started has ended
   */
  public Verification restore(Dump dump) throws InterruptedException {
    var bounds = expected;
    if (bounds == null) {
      throw new IllegalStateException("It was not dumped by this.");
    }
    var restored = restored(dump);
    bounds.check(restored);
    return Verification.verified(
        restored.tables().size(), restored.rows(), String.join(" ", verifier.leftOut()));
  }

  private RowCounts restored(Dump dump) throws InterruptedException {
    try (InputStream file =
            new BufferedInputStream(Files.newInputStream(dump.file()), BUFFER_BYTES);
        var plain = settings().compression().expand(file)) {
      return verifier.restore(plain);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      var interrupted = new InterruptedException("The restore was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      throw new SourceException(
          FileTrouble.sentence(settings().tmpFolder(), "the dump was restored", e), e);
    }
  }

  @Override
  public void removeLeftovers() throws IOException {
    source.removeLeftovers();
  }

  @Override
  public void dropScratchDatabases() {
    verifier.dropScratchDatabases();
  }

  @Override
  public void check() throws InterruptedException {
    source.check();
  }
}
