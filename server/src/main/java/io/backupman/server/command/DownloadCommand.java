package io.backupman.server.command;

import io.backupman.core.audit.AuditAction;
import io.backupman.core.download.Download;
import io.backupman.core.request.NearestWord;
import io.backupman.core.request.RequestProblem;
import io.backupman.server.app.Application;
import io.backupman.server.command.text.IdText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "download",
    description = {
      "Write a copy of a backup into a file, from the first drive that can give it.",
      "A copy from a drive with encrypt_to comes as it is; backupman decrypt opens it."
    })
final class DownloadCommand implements Callable<Integer> {
  private static final String STANDARD = "-";

  private final Root root;

  @Parameters(
      paramLabel = "ID",
      converter = IdText.Converter.class,
      description = "The backup; the end of its id will do.")
  private IdText id = new IdText("");

  @Option(
      names = {"-d", "--drive"},
      paramLabel = "LABEL",
      description = "The copy on this drive; default: a local one, else the first.")
  private @Nullable String drive;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where it goes, - is standard output; default: its own name in the current folder. A file"
              + " that is there is never replaced.")
  private @Nullable String output;

  DownloadCommand(Root root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var application = root.open(root.load(root.configFile(), root.silentLogs()))) {
      var backup = id.ofBackup(application);
      // Nobody's link, as it only says which copy it is.
      var link =
          application
              .ports()
              .backups()
              .downloads()
              .link(backup, copy(application, backup).orElse(null), "");
      var download =
          Recorded.in(application)
              .as(
                  AuditAction.DOWNLOAD_BACKUP,
                  link.driveFileId().toString(),
                  () -> application.ports().backups().downloads().open(link.driveFileId()));
      var target = output == null ? download.name() : output;
      if (target.equals(STANDARD)) {
        try (var in = contents(download);
            var out = new FileOutputStream(FileDescriptor.out)) {
          in.transferTo(out);
        }
        return ExitCode.OK;
      }
      var file = new NewFile(Path.of(target));
      try (var in = contents(download)) {
        file.write(in);
      }
      root.out().println("Wrote " + target + " (" + download.copy().sizeBytes() + " bytes)");
    }
    return ExitCode.OK;
  }

  private static InputStream contents(Download download) throws IOException, InterruptedException {
    var size = download.copy().sizeBytes();
    return size == 0 ? InputStream.nullInputStream() : download.copy().read(0, size);
  }

  private Optional<UUID> copy(Application application, UUID backup) {
    if (drive == null) {
      return Optional.empty();
    }
    var copies = application.ports().backups().store().existing(backup).driveFiles();
    return Optional.of(
        copies.stream()
            .filter(copy -> copy.label().equals(drive))
            .findFirst()
            .orElseThrow(
                () ->
                    RequestProblem.invalid(
                        NearestWord.unknown(
                            "copy on the drive",
                            String.valueOf(drive),
                            copies.stream().map(copy -> copy.label()).toList())))
            .id());
  }
}
