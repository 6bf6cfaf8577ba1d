package io.backupman.server.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A port that is given on the command line.
 *
 * @param number 0 to 65535; 0 takes any that is free
 */
record Port(int number) {
  private static final int LAST = 65_535;

  /** Reads it. */
  static final class Converter implements ITypeConverter<Port> {
    @Override
    public Port convert(String text) {
      if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= LAST) {
        return new Port(Integer.parseInt(text));
      }
      throw new TypeConversionException(
          "'" + text + "' is no port: it must be a whole number from 0 to " + LAST);
    }
  }
}
