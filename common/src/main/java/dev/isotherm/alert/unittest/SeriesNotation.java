package dev.isotherm.alert.unittest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of a series at equal intervals, as Prometheus' promtool writes them in its unit tests:
 *
 * <pre>
 * 20        one value
 * 20+1x3    20 21 22 23: the first, and three more
 * 20-1x3    20 19 18 17
 * 20x3      20 20 20 20
 * _         no value
 * _x3       three times no value
 * </pre>
 *
 * <p>Numbers are added as decimals, so {@code 20+0.1x3} ends with 20.3.
 */
final class SeriesNotation {

  /** Most values of a series. */
  static final int MOST = 100_000;

  private static final String DECIMAL = "(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][-+]?\\d+)?";
  private static final Pattern ITEM =
      Pattern.compile(
          "(?<missing>_)(?:x(?<gaps>\\d{1,9}))?"
              + "|(?<first>[-+]?"
              + DECIMAL
              + ")(?:(?<step>[-+]"
              + DECIMAL
              + ")?x(?<more>\\d{1,9}))?");

  private SeriesNotation() {}

  /**
   * Reads values; {@code null} for no value.
   *
   * @throws IllegalArgumentException with the position of what cannot be read, counted from 1
   */
  static List<@Nullable Double> read(String text) {
    List<@Nullable Double> values = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == ' ') {
        at++;
        continue;
      }
      int end = text.indexOf(' ', at) < 0 ? text.length() : text.indexOf(' ', at);
      String item = text.substring(at, end);
      Matcher form = ITEM.matcher(item);
      if (!form.matches()) {
        throw error(
            at, item, "must be a value such as 20, 20+1x12, 20-1x12 or 20x12, or _ or _x12");
      }
      add(values, form, at, item);
      at = end;
    }
    return values;
  }

  private static void add(List<@Nullable Double> values, Matcher form, int at, String item) {
    boolean missing = form.group("missing") != null;
    String times = form.group(missing ? "gaps" : "more");
    int count = times == null ? 1 : Integer.parseInt(times) + (missing ? 0 : 1);
    if (values.size() + count > MOST) {
      throw error(at, item, "must not bring the series above " + MOST + " values");
    }
    if (missing) {
      for (int i = 0; i < count; i++) {
        values.add(null);
      }
      return;
    }
    BigDecimal value = new BigDecimal(form.group("first"));
    BigDecimal step =
        form.group("step") == null ? BigDecimal.ZERO : new BigDecimal(form.group("step"));
    for (int i = 0; i < count; i++) {
      if (!Double.isFinite(value.doubleValue())) {
        throw error(at, item, "must not exceed what a double can hold");
      }
      values.add(value.doubleValue());
      value = value.add(step);
    }
  }

  private static IllegalArgumentException error(int at, String item, String wanted) {
    return new IllegalArgumentException("\"" + item + "\" at position " + (at + 1) + ": " + wanted);
  }
}
