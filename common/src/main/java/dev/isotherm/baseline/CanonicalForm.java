package dev.isotherm.baseline;

import dev.isotherm.model.Series;
import dev.isotherm.model.fingerprint.Fingerprint;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The canonical text of a baseline, of which its fingerprint is made. Equal baselines must have
 * equal texts in every version of this program.
 *
 * <p>After the form, there is a line for each series, followed by one for each slot. Numbers are
 * written in hexadecimal, because the shortest decimal of a number depends on the version of Java.
 * No name can hold a line end.
 *
 * <pre>
 * baseline/1
 * by=hour-of-week
 * zone=Europe/Berlin
 * days=28
 * sensor=boiler-7
 * metric=temperature
 * mon 13=240 0x1.e99999999999ap5 0x1.e666666666666p0 0x1.d0ccccccccccdp5 …
 * </pre>
 */
final class CanonicalForm {

  private static final String FORM = "baseline/1";

  private CanonicalForm() {}

  static String fingerprint(Baseline baseline) {
    return Fingerprint.of(lines -> write(baseline, lines));
  }

  /** Writes the lines of the text, without line ends. */
  static void write(Baseline baseline, Consumer<String> lines) {
    lines.accept(FORM);
    lines.accept("by=" + baseline.slots().by());
    lines.accept("zone=" + baseline.slots().zone().getId());
    lines.accept("days=" + baseline.days());
    for (Series series : baseline.series()) {
      lines.accept("sensor=" + series.sensorId());
      lines.accept("metric=" + series.metric());
      for (int slot = 0; slot < baseline.slots().by().slots(); slot++) {
        String name = baseline.slots().name(slot);
        baseline.inSlot(series, slot).ifPresent(usual -> lines.accept(name + "=" + numbers(usual)));
      }
    }
  }

  private static String numbers(Usual usual) {
    return usual.count()
        + " "
        + Double.toHexString(usual.mean())
        + " "
        + Double.toHexString(usual.stddev())
        + " "
        + usual.percentiles().stream().map(Double::toHexString).collect(Collectors.joining(" "));
  }
}
