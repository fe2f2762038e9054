package dev.isotherm.sensors;

import dev.isotherm.model.fingerprint.Fingerprint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of a table, of which its fingerprint is made. Equal tables must have equal
 * texts in every version of this program.
 *
 * <p>Each field that is known is one line, {@code name=value}, in a fixed order. Numbers are
 * written in hexadecimal, and durations in milliseconds. No name or value can hold a line end.
 * Sensors are in the order of their names, and come before globs. Globs that contradict each other
 * keep their order; apart from that, they are in the order of their texts.
 *
 * <pre>
 * sensors/1
 * sensor=boiler-7
 * label.site=north
 * metric=temperature
 * unit=°C
 * limit.hot=0x1.68p6
 * glob=boiler-*
 * min=-0x1.9p5
 * </pre>
 */
final class CanonicalForm {

  /** First line of the text. Its number changes if the meaning of an existing field does. */
  private static final String FORM = "sensors/1";

  private final Consumer<String> lines;

  private CanonicalForm(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Writes the lines of the text, without line ends. */
  static void write(SensorTable table, Consumer<String> lines) {
    lines.accept(FORM);
    CanonicalForm form = new CanonicalForm(lines);
    table.forEachSensor(form::entry);
    canonicalOrder(table.rankedGlobs()).forEach(one -> form.entry(one.entry()));
  }

  /** Writes the lines of a change, without line ends. */
  static void write(SensorChange change, Consumer<String> lines) {
    lines.accept("from=" + change.fromMillis());
    if (change.entry() == null) {
      lines.accept("removed=" + change.sensor());
      return;
    }
    if (change.isOfGlob()) {
      lines.accept("order=" + change.order());
    }
    new CanonicalForm(lines).entry(change.entry());
  }

  /** A UUID of the MD5 hash of the text, each line with a line end. */
  static String fingerprint(SensorTable table) {
    return Fingerprint.of(lines -> write(table, lines));
  }

  /** Always the glob of the least text that contradicts none that stood before it. */
  private static List<RankedGlob> canonicalOrder(List<RankedGlob> globs) {
    int[] waitsFor = new int[globs.size()];
    for (RankedGlob later : globs) {
      for (RankedGlob earlier : globs.subList(0, later.rank())) {
        waitsFor[later.rank()] += GlobConflict.exists(earlier, later) ? 1 : 0;
      }
    }
    PriorityQueue<RankedGlob> free =
        new PriorityQueue<>(Comparator.comparing((RankedGlob one) -> one.entry().sensor()));
    globs.stream().filter(one -> waitsFor[one.rank()] == 0).forEach(free::add);
    List<RankedGlob> ordered = new ArrayList<>();
    while (!free.isEmpty()) {
      RankedGlob next = free.remove();
      ordered.add(next);
      for (RankedGlob later : globs.subList(next.rank() + 1, globs.size())) {
        if (GlobConflict.exists(next, later) && --waitsFor[later.rank()] == 0) {
          free.add(later);
        }
      }
    }
    return ordered;
  }

  private void entry(SensorEntry entry) {
    line(entry.isGlob() ? "glob" : "sensor", entry.sensor());
    entry.labels().forEach((name, value) -> line(SpecFields.LABEL + name, value.value()));
    entry
        .specs()
        .forEach(
            (metric, spec) -> {
              if (!metric.equals(SensorRow.ALL_METRICS)) {
                line("metric", metric);
              }
              spec(spec.value());
            });
  }

  private void spec(SeriesSpec spec) {
    if (spec.unit() != null) {
      line(SpecFields.UNIT, spec.unit());
    }
    if (spec.validRange().hasMin()) {
      number(SpecFields.MIN, spec.validRange().min());
    }
    if (spec.validRange().hasMax()) {
      number(SpecFields.MAX, spec.validRange().max());
    }
    duration(SpecFields.EXPECTED_INTERVAL, spec.expectedInterval());
    duration(SpecFields.STUCK_AFTER, spec.stuckAfter());
    spec.limits().forEach((name, value) -> number(SpecFields.LIMIT + name, value));
  }

  private void duration(String name, @Nullable Duration duration) {
    if (duration != null) {
      line(name, Long.toString(duration.toMillis()));
    }
  }

  /** In hexadecimal: the shortest decimal of a number depends on the version of Java. */
  private void number(String name, double value) {
    line(name, Double.toHexString(value));
  }

  private void line(String name, String value) {
    lines.accept(name + '=' + value);
  }
}
