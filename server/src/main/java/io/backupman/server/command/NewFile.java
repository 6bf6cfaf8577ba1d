package io.backupman.server.command;

import io.backupman.core.file.FileTrouble;
import io.backupman.core.file.PartFile;
import io.backupman.core.request.RequestProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A file that is written: it has its name only once all of it is there. */
final class NewFile {
  private final Path target;
  private final Path folder;

  /**
   * Names it; nothing is written yet.
   *
   * @throws RequestProblem with a sentence if it is there already, or its folder is not
   */
  NewFile(Path target) {
    this.target = target.toAbsolutePath().normalize();
    var parent = this.target.getParent();
    this.folder = parent == null ? this.target : parent;
    if (Files.exists(this.target)) {
      throw thereAlready();
    }
    if (!Files.isDirectory(folder)) {
      throw RequestProblem.notFound("There is no folder %s to write to.".formatted(folder));
    }
  }

  private RequestProblem thereAlready() {
    return RequestProblem.conflict(
        "%s is there already; it was left as it is. Say with --output where the contents go."
            .formatted(target));
  }

  /**
   * Writes it, for its owner only.
   *
   * @throws RequestProblem with a sentence if the contents end early, or cannot be written; nothing
   *     is left then
   */
  void write(InputStream contents) {
    var name = String.valueOf(target.getFileName());
    // Another process may write the same.
    var partName = ".backupman-" + UUID.randomUUID() + ".part";
    try (var part = PartFile.create(folder, name, partName)) {
      PartFile.inside(folder, partName).toFile().deleteOnExit(); // By Ctrl-C, say.
      contents.transferTo(Channels.newOutputStream(part));
      part.publish();
    } catch (FileAlreadyExistsException e) {
      throw thereAlready();
    } catch (IOException e) {
      throw RequestProblem.unavailable(FileTrouble.sentence(folder, "the file was written", e));
    }
  }
}
