package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.backupman.core.testing.FreePort;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.core.testing.PostgresServer;
import io.backupman.server.docs.Block;
import io.backupman.server.docs.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A terminal in which a reader types what a page says. The home folder is the current one; absolute
 * folders of the page are below it, its port 8080 is a free one, and the first failure ends it.
 */
final class ShellSession implements AutoCloseable {
  private static final Pattern FOLDER =
      Pattern.compile("(?<![\\w./-])(/(?:etc|usr/share|var/lib|var/log)/backupman|/srv|/root)\\b");

  /** Before each block: says where it begins, and where its output does. */
  private static final String MARK = ">>> line ";

  /** So many characters of what was printed tell what went wrong. */
  private static final int SHOWN = 3000;

  private final Path home;
  private final Page page;
  private final String port = Integer.toString(FreePort.find());
  private final Path output;
  private final Deque<Runnable> servers = new ArrayDeque<>();

  ShellSession(Path home, Page page) throws IOException {
    this.home = home;
    this.page = page;
    output = Files.createTempFile("typed", ".txt");
  }

  /** Types all. */
  void run() throws Exception {
    provide();
    var shell =
        new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", script())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    var environment = shell.environment();
    environment.keySet().removeIf(name -> name.startsWith("BACKUPMAN_"));
    environment.put("HOME", home.toString());
    environment.put("PROGRAM_LIB", BackupmanProcess.LIB.toString());
    environment.merge(
        "PATH",
        home.resolve("bin") + ":" + Path.of(BackupmanProcess.JAVA).getParent(),
        (old, ours) -> ours + ":" + old);
    if (uses("psql|createdb|pg_dump")) {
      var server = PostgresServer.start();
      servers.push(server::close);
      environment.put("PGHOST", server.host());
      environment.put("PGPORT", Integer.toString(server.port()));
      environment.put("PGUSER", server.user());
      environment.put("PGPASSWORD", server.password());
    }
    var typing = shell.start();
    servers.push(typing::destroy);
    boolean ended = typing.waitFor(3, TimeUnit.MINUTES);
    assertThat(ended ? typing.exitValue() : -1).as(() -> page + ": " + end(printed())).isZero();
    compare();
  }

  private boolean uses(String programs) {
    var pattern = Pattern.compile("\\b(?:" + programs + ")\\b");
    return typed().stream().anyMatch(block -> pattern.matcher(block.text()).find());
  }

  private List<Block> typed() {
    return page.blocks().stream().filter(block -> block.is("runnable")).toList();
  }

  /** What a reader has before the first line: the program, and a way into the databases. */
  private void provide() throws IOException {
    var bin = Files.createDirectory(home.resolve("bin"));
    new Folder(bin)
        .script(
            "backupman",
            "#!/bin/sh\nexec "
                + BackupmanProcess.words().stream()
                    .map(word -> "'" + word + "'")
                    .collect(Collectors.joining(" "))
                + " \"$@\"\n");
    Files.createSymbolicLink(home.resolve("backupman"), bin.resolve("backupman"));
    if (uses("[\\w./-]+\\.tar\\.gz")) {
      try (var archives = Files.newDirectoryStream(Path.of("target"), "backupman-*.tar.gz")) {
        for (var archive : archives) {
          Files.copy(archive, home.resolve(archive.getFileName()));
        }
      }
    }
    if (uses("mariadb")) {
      var server = MariaDbServer.start();
      servers.push(server::close);
      new Folder(home)
          .write(
              ".my.cnf",
              "[client]\nprotocol=tcp\nhost=%s\nport=%s\nuser=%s\npassword=%s\n"
                  .formatted(server.host(), server.port(), server.user(), server.password()));
    }
  }

  private String script() {
    var script =
        new StringBuilder(
            "set -m\ntrap 'for job in $(jobs -p); do kill -- -$job || true; done; wait' EXIT\n");
    for (var block : typed()) {
      script.append("echo '").append(MARK).append(block.line()).append("'\n");
      var text = here(block.text());
      script.append(block.is("background") ? background(text) : text + "test $? = 0\n");
    }
    return script.toString();
  }

  /** Waits until it answers. */
  private String background(String text) {
    return """
        { %s } >server.log 2>&1 &
        until command curl -s -o answer http://localhost:%s/ping; do
          kill -0 $! || { cat server.log; exit 1; }
          sleep 0.1
        done
        """
        .formatted(text, port);
  }

  private String here(String text) {
    return FOLDER.matcher(text).replaceAll(home + "$1").replaceAll("\\b8080\\b", port);
  }

  private String printed() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - SHOWN));
  }

  private void compare() {
    var printed = printed();
    int line = 0;
    for (var block : page.blocks()) {
      if (block.is("runnable")) {
        line = block.line();
      } else if (block.is("output")) {
        compare(block, printedBy(line, printed));
      }
    }
  }

  private static List<String> printedBy(int line, String printed) {
    return printed
        .lines()
        .dropWhile(text -> !text.equals(MARK + line))
        .skip(1)
        .takeWhile(text -> !text.startsWith(MARK))
        .toList();
  }

  /** Each line has to come, in this order; others may come in between. */
  private void compare(Block expected, List<String> printed) {
    var rest = new ArrayDeque<>(printed);
    for (var line : here(expected.text()).lines().toList()) {
      var pattern = Pattern.compile(Pattern.quote(line).replace("…", "\\E.*\\Q"));
      while (!rest.isEmpty() && !pattern.matcher(rest.peek()).matches()) {
        rest.remove();
      }
      if (rest.poll() == null) {
        fail("%s:%s: \"%s\" is not printed, but: %s", page, expected.line(), line, printed);
      }
    }
  }

  @Override
  public void close() throws IOException {
    servers.forEach(Runnable::run);
    Files.delete(output);
  }
}
