package dev.isotherm.jobs.commands.baseline;

import dev.isotherm.baseline.Slots;
import dev.isotherm.jobs.commands.options.TextConverter;
import java.util.Arrays;

/** Reads which times are alike. */
final class SlotsConverter extends TextConverter<Slots.By> {

  SlotsConverter() {
    super(SlotsConverter::of, "must be hour-of-week, hour-of-day or none");
  }

  private static Slots.By of(String text) {
    return Arrays.stream(Slots.By.values())
        .filter(by -> by.toString().equals(text))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }
}
