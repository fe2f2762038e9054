package dev.isotherm.model;

import java.util.Locale;

/** The constants of enums as files, topics and messages write them. */
public final class EnumText {

  private EnumText() {}

  /** The name in lower case: {@code no_data} for {@code NO_DATA}. */
  public static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
