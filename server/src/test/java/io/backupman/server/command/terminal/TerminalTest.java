package io.backupman.server.command.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  @ParameterizedTest
  @CsvSource({
    "true,  '',                            true,  true",
    "false, '',                            false, false",
    "true,  'TERM=dumb',                   false, false",
    "true,  'NO_COLOR=1',                  true,  false",
    "true,  'NO_COLOR=',                   true,  true",
    "true,  'CLICOLOR=0',                  true,  false",
    "false, 'CLICOLOR_FORCE=1',            false, true",
    "false, 'CLICOLOR_FORCE=0',            false, false",
    "false, 'CLICOLOR_FORCE=1;NO_COLOR=1', false, false",
    "true,  'TERM=dumb;CLICOLOR_FORCE=1',  false, true"
  })
  void redrawsAndColoursAsTheEnvironmentSays(
      boolean isTerminal, String env, boolean interactive, boolean coloured) {
    var variables =
        Arrays.stream(env.split(";"))
            .filter(variable -> !variable.isEmpty())
            .map(variable -> variable.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

    assertThat(Terminal.of(variables, isTerminal))
        .isEqualTo(new Terminal(interactive, new Palette(coloured)));
  }
}
