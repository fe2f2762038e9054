package dev.isotherm.local.demo;

import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Puts text in colour, where there is colour.
 *
 * @param inColour whether the reader can see it
 */
record Paint(boolean inColour) {

  private static final String END = "\u001b[0m";

  /** What a text is, and so how it looks. */
  enum Ink {
    TITLE("1"),
    FAINT("2"),
    TREND("36"),
    GOOD("32"),
    WARNING("33"),
    CRITICAL("1;31");

    private final String begin;

    Ink(String code) {
      this.begin = "\u001b[" + code + "m";
    }
  }

  /** When to use colour. */
  enum When {
    /** On a terminal that can, unless NO_COLOR is set. */
    AUTO,
    ALWAYS,
    NEVER;

    /**
     * Decides it.
     *
     * @param terminal whether the output goes to one
     * @param environment of the process
     */
    Paint decide(boolean terminal, Map<String, String> environment) {
      return new Paint(
          switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                terminal
                    && environment.getOrDefault("NO_COLOR", "").isEmpty()
                    && !environment.getOrDefault("TERM", "dumb").equals("dumb");
          });
    }

    /** Reads {@code auto}, {@code always} or {@code never}. */
    static final class Converter implements ITypeConverter<When> {
      @Override
      public When convert(String text) {
        return switch (text) {
          case "auto" -> AUTO;
          case "always" -> ALWAYS;
          case "never" -> NEVER;
          default -> throw new TypeConversionException("must be auto, always or never");
        };
      }
    }
  }

  String in(Ink ink, String text) {
    return inColour ? ink.begin + text + END : text;
  }
}
