package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.notifier.spi.BackupStatus;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Words of states stand in statements, where no compiler compares them with their enums. */
class StateWordsTest {
  private static final Pattern STATUS = words("status");
  private static final Pattern TRIGGER = words("made_by");
  private static final Pattern WORD = Pattern.compile("'([^']*)'");

  private static Pattern words(String column) {
    return Pattern.compile("\\b" + column + "\\s*(?:=|<>|IN)\\s*\\(?((?:'[^']*'(?:,\\s*)?)+)");
  }

  @Test
  void statementsNameStatesAsTheirEnumsDo() throws Exception {
    var states =
        Stream.concat(
                Arrays.stream(BackupStatus.values()).map(BackupStatus::word),
                Arrays.stream(DeliveryStatus.values()).map(DeliveryStatus::word))
            .collect(Collectors.toSet());
    var triggers =
        Arrays.stream(DeliveryTrigger.values())
            .map(DeliveryTrigger::word)
            .collect(Collectors.toSet());

    assertThat(wordsIn(statements(), STATUS)).hasSizeGreaterThan(3).isSubsetOf(states);
    assertThat(wordsIn(statements(), TRIGGER)).isNotEmpty().isSubsetOf(triggers);
  }

  private static Set<String> wordsIn(List<String> statements, Pattern ofColumn) {
    return statements.stream()
        .flatMap(statement -> ofColumn.matcher(statement).results())
        .flatMap(list -> WORD.matcher(list.group(1)).results())
        .map(word -> word.group(1))
        .collect(Collectors.toSet());
  }

  private static List<String> statements() throws Exception {
    var statements = new ArrayList<String>();
    for (var name : classes()) {
      for (var field : Class.forName(name).getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
          field.setAccessible(true);
          statements.add((String) field.get(null));
        }
      }
    }
    return statements;
  }

  private static List<String> classes() throws IOException, URISyntaxException {
    var own = Objects.requireNonNull(BackupSql.class.getResource("BackupSql.class")).toURI();
    try (var files = Files.newDirectoryStream(Path.of(own).resolveSibling("."), "*.class")) {
      return StreamSupport.stream(files.spliterator(), false)
          .map(file -> String.valueOf(file.getFileName()).replace(".class", ""))
          .filter(name -> name.endsWith("Sql") || name.endsWith("Queries"))
          .map(name -> BackupSql.class.getPackageName() + "." + name)
          .toList();
    }
  }
}
