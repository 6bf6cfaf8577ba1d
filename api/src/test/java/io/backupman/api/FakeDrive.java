package io.backupman.api;

import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.source.Dump;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/** A drive in memory, with the label of the sample copy. */
final class FakeDrive implements Drive {
  final Map<String, byte[]> files = new ConcurrentHashMap<>();
  volatile UnaryOperator<InputStream> reading = UnaryOperator.identity();

  @Override
  public String label() {
    return "Локальный 💾";
  }

  @Override
  public String provider() {
    return "local";
  }

  @Override
  public StoredCopy open(String path) {
    var bytes = files.get(path);
    if (bytes == null) {
      throw new DriveException(path + " is not there.");
    }
    return new StoredCopy() {
      @Override
      public long sizeBytes() {
        return bytes.length;
      }

      @Override
      public InputStream read(long offset, long length) {
        return reading.apply(new ByteArrayInputStream(bytes, (int) offset, (int) length));
      }
    };
  }

  @Override
  public String store(Dump dump, String name, LongConsumer progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void removeLeftovers(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void check() {
    throw new UnsupportedOperationException();
  }
}
