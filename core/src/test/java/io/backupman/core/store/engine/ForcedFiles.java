package io.backupman.core.store.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system for H2 that keeps beside each file, with the ending {@code .forced}, what was
 * forced to the disk: all that a power cut is sure to leave. Public, since H2 makes its objects.
 */
public final class ForcedFiles extends FilePathWrapper {
  private static final String SCHEME = "forced";

  static String in(Path path) {
    FilePath.register(new ForcedFiles());
    return SCHEME + ":" + path;
  }

  static Path afterAPowerCut(Path file) {
    return file.resolveSibling(file.getFileName() + ".forced");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new Channel(super.open(mode), Path.of(getBase().toString()));
  }

  private static final class Channel extends FileBase {
    private final FileChannel channel;
    private final Path file;

    private Channel(FileChannel channel, Path file) {
      this.channel = channel;
      this.file = file;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      channel.force(metaData);
      Files.copy(file, afterAPowerCut(file), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
      channel.position(newPosition);
      return this;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return channel.read(target);
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
      return channel.read(target, position);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return channel.write(source);
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      return channel.write(source, position);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      channel.truncate(size);
      return this;
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return channel.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      channel.close();
    }
  }
}
