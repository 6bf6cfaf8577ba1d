package io.backupman.notifier.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a channel's author may use is explained. */
class JavadocTest {
  @TempDir Path classes;

  @ParameterizedTest
  @ValueSource(strings = {"../src/main/java", "src/main/java"})
  void everythingPublicOrProtectedHasAComment(String folder) throws Exception {
    var said = new DiagnosticCollector<JavaFileObject>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(said, null, UTF_8);
        var sources = Files.walk(Path.of(folder))) {
      var java = sources.filter(file -> file.toString().endsWith(".java")).toList();
      var options =
          List.of(
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"),
              "-proc:none",
              "-Xmaxwarns",
              "10000",
              "-Xdoclint:missing/protected");
      var units = files.getJavaFileObjectsFromPaths(java);

      assertThat(compiler.getTask(null, files, said, options, null, units).call()).isTrue();
      assertThat(java).hasSizeGreaterThan(5);
    }
    assertThat(said.getDiagnostics())
        .filteredOn(problem -> problem.getMessage(null).contains("no comment"))
        .isEmpty();
  }
}
