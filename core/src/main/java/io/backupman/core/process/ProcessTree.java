package io.backupman.core.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process and all that it started. A child whose parent has ended is no longer found by descent,
 * so every one of them carries a mark in its environment; on Linux it is read back from {@code
 * /proc}.
 */
final class ProcessTree {
  private static final System.Logger LOG = System.getLogger(ProcessTree.class.getName());
  private static final String VARIABLE = "BACKUPMAN_RUN";
  private static final Path PROC = Path.of("/proc");
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Process root;
  private final String mark;

  private ProcessTree(Process root, String mark) {
    this.root = root;
    this.mark = mark;
  }

  static ProcessTree start(ProcessBuilder builder) throws IOException {
    var id = UUID.randomUUID().toString();
    builder.environment().put(VARIABLE, id);
    return new ProcessTree(builder.start(), VARIABLE + "=" + id);
  }

  Process root() {
    return root;
  }

  /** Ends all of it: politely, after two seconds by force. Not cut short by an interrupt. */
  void end() {
    var living = living();
    if (living.isEmpty()) {
      return;
    }
    living.forEach(ProcessHandle::destroy);
    awaitEnd(living);
    var stubborn = living();
    stubborn.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(stubborn);
  }

  private Set<ProcessHandle> living() {
    var found = new LinkedHashSet<ProcessHandle>();
    found.add(root.toHandle());
    root.descendants().forEach(found::add);
    found.addAll(marked());
    found.removeIf(process -> !process.isAlive());
    return found;
  }

  private Set<ProcessHandle> marked() {
    var found = new LinkedHashSet<ProcessHandle>();
    if (!Files.isDirectory(PROC)) {
      return found;
    }
    try (var folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var folder : folders) {
        if (isMarked(folder)) {
          ProcessHandle.of(Long.parseLong(folder.getFileName().toString())).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The processes could not be listed", e);
    }
    return found;
  }

  private boolean isMarked(Path folder) {
    try {
      byte[] environment = Files.readAllBytes(folder.resolve("environ"));
      return new String(environment, StandardCharsets.ISO_8859_1).contains(mark);
    } catch (IOException e) {
      return false; // Another user's, or gone: not one of ours.
    }
  }

  private static void awaitEnd(Set<ProcessHandle> processes) {
    var all =
        CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (!all.isDone() && System.nanoTime() < deadline) {
      try {
        all.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (TimeoutException | ExecutionException e) {
        LOG.log(System.Logger.Level.DEBUG, "A process did not end in time", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
