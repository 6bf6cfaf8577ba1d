package io.backupman.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The machine's language never reaches a text: whatever depends on it names a locale. Reads the
 * sources of all modules, also of channels that are not on the class path here.
 */
class LocaleOfFormatsTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  /** Whole numbers and fractions get the locale's digits, times its words, %S its capitals. */
  private static final Pattern DEPENDENT =
      Pattern.compile("%(\\d+\\$)?[-#+ 0,(<]*\\d*(\\.\\d+)?([dfeEgGSHCBX]|[tT]\\w)");

  private static final Set<String> FORMATTING = Set.of("format", "formatted", "printf");

  /** What asks for a locale in an overload of more parameters than these. */
  private static final List<String> INCOMPLETE =
      List.of(
          "toUpperCase/0",
          "toLowerCase/0",
          "ofPattern/1",
          "ofLocalizedDate/1",
          "ofLocalizedTime/1",
          "ofLocalizedDateTime/1",
          "getNumberInstance/0",
          "getIntegerInstance/0",
          "getPercentInstance/0");

  @Test
  void nothingIsFormattedWithoutALocale() throws IOException {
    try (var modules = Files.find(REPOSITORY, 5, (path, a) -> path.endsWith("src/main/java"))) {
      var sources =
          modules.filter(path -> !path.toString().contains("/.backupman-builds/")).toList();
      assertThat(sources).hasSizeGreaterThan(10);
      assertThat(violations(sources.stream().flatMap(LocaleOfFormatsTest::files).toList()))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"port=%d\".formatted(1)",
        "(\"a\" + \"%1$,d\").formatted(1)",
        "String.format(\"%5.1f\", 1.0)",
        "System.out.printf(\"%-3d%n\", 1)",
        "\"%tF\".formatted(new java.util.Date())",
        "\"I\".toLowerCase()",
        "java.time.format.DateTimeFormatter.ofPattern(\"uuuu\")"
      })
  void whatDependsOnTheLocaleIsSeen(String expression) throws IOException {
    assertThat(violationsOf(expression)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"port=%s, 100 %%, %08x\".formatted(1, 2)",
        "String.format(java.util.Locale.ROOT, \"%d\", 1)",
        "\"I\".toLowerCase(java.util.Locale.ROOT)"
      })
  void whatDoesNotIsFine(String expression) throws IOException {
    assertThat(violationsOf(expression)).isEmpty();
  }

  private static List<String> violationsOf(String expression) throws IOException {
    var file = Files.createTempFile("Example", ".java");
    try {
      Files.writeString(file, "class Example { Object o() { return " + expression + "; } }");
      return violations(List.of(file));
    } finally {
      Files.delete(file);
    }
  }

  private static Stream<Path> files(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> violations(List<Path> files) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var found = new ArrayList<String>();
    try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  diagnostic -> {},
                  null,
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      task.parse().forEach(unit -> new Calls(unit, found).scan(unit, null));
    }
    return found;
  }

  private static final class Calls extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final List<String> found;

    Calls(CompilationUnitTree unit, List<String> found) {
      this.unit = unit;
      this.found = found;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
      if (call.getMethodSelect() instanceof MemberSelectTree select) {
        var name = select.getIdentifier().toString();
        var formats = FORMATTING.contains(name) && isDependent(call, select, name);
        if (formats || INCOMPLETE.contains(name + "/" + call.getArguments().size())) {
          found.add(unit.getSourceFile().getName() + ": " + call);
        }
      }
      return super.visitMethodInvocation(call, null);
    }

    private static boolean isDependent(
        MethodInvocationTree call, MemberSelectTree select, String name) {
      if (name.equals("formatted")) {
        return isDependent(select.getExpression());
      }
      return !call.getArguments().isEmpty() && isDependent(call.getArguments().getFirst());
    }

    /** Looks at all literals of the format, whose parts may be put together. */
    private static boolean isDependent(ExpressionTree format) {
      var literals = new ArrayList<String>();
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
          literals.add(String.valueOf(literal.getValue()));
          return null;
        }
      }.scan(format, null);
      return literals.stream()
          .map(text -> text.replace("%%", ""))
          .anyMatch(text -> DEPENDENT.matcher(text).find());
    }
  }
}
