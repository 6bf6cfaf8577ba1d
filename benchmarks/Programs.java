import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What every benchmark needs of the machine. */
final class Programs {
  private Programs() {}

  /** The options of a command line, by name; ends the program where one is not among those known. */
  static Map<String, String> options(String[] args, String usage, List<String> known) {
    if (List.of(args).contains("--help")) {
      System.out.print(usage);
      System.exit(0);
    }
    var words = new LinkedHashMap<String, String>();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length || !known.contains(args[i])) {
        System.err.print(usage);
        System.exit(2);
      }
      words.put(args[i], args[i + 1]);
    }
    return words;
  }

  /** A port of the loopback address that nobody uses. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Runs a program to its end; gives what it has written. */
  static String output(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command[0] + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How long something has taken. */
  static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** The time that a process, and what it has run, took: user and system (proc(5), fields 14–17). */
  static double cpuSeconds(Process process) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum() / 100.0;
  }

  /** The memory that a process has now. */
  static double residentMegabytes(Process process) throws IOException {
    return kibibytes(process, "VmRSS") * 1024 / 1e6;
  }

  /** The most memory that a process has had. */
  static double peakMegabytes(Process process) throws IOException {
    return kibibytes(process, "VmHWM") * 1024 / 1e6;
  }

  private static long kibibytes(Process process, String name) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      var line = lines.filter(each -> each.startsWith(name)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }
  }

  /** The value that half of the others are below. */
  static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  static void removeAll(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
