package dev.isotherm.local.demo;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * One line for each event, of at most {@value #COLUMNS} columns.
 *
 * @param ansi whether lines are coloured
 * @param zone of the times shown
 */
record EventLines(Ansi ansi, ZoneId zone) {

  static final int COLUMNS = 80;

  static final List<IStyle> TITLE = List.of(Style.bold);
  static final List<IStyle> TREND = List.of(Style.fg_cyan);
  private static final List<IStyle> FAINT = List.of(Style.faint);
  private static final List<IStyle> GOOD = List.of(Style.fg_green);
  private static final List<IStyle> WARNING = List.of(Style.fg_yellow);
  private static final List<IStyle> CRITICAL = List.of(Style.bold, Style.fg_red);

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final int WORD_COLUMNS = 10;
  private static final String ELLIPSIS = "\u2026";

  /** Units of what the simulated fleet measures. */
  private static final Map<String, String> UNITS =
      Map.of("temperature", " \u00b0C", "humidity", " %");

  static String unit(String metric) {
    return UNITS.getOrDefault(metric, "");
  }

  String styled(List<IStyle> style, String text) {
    if (!ansi.enabled()) {
      return text;
    }
    return Style.on(style.toArray(new IStyle[0])) + text + Style.reset.on();
  }

  String time(long epochMillis) {
    return CLOCK.format(Instant.ofEpochMilli(epochMillis).atZone(zone));
  }

  /** {@code 12:34:51 ▲ WARNING sensor_3 temperature 28.41 °C > 28}. */
  String transition(Transition transition) {
    Series series = transition.series();
    boolean rises = rises(transition);
    StringBuilder what = new StringBuilder(series.sensorId());
    if (transition.reason().isOfSource()) {
      what.append(rises ? " is silent" : " goes on");
    } else if (Double.isNaN(transition.value())) {
      what.append(' ').append(series.metric()).append(" under other rules");
    } else {
      what.append(' ').append(series.metric());
      what.append(String.format(Locale.ROOT, " %.2f", transition.value()));
      what.append(unit(series.metric())).append(comparison(transition));
    }
    if (transition.state() == AlertState.RESOLVED) {
      Duration lasted = Duration.ofMillis(transition.atMillis() - transition.sinceMillis());
      boolean brief = lasted.compareTo(Duration.ofSeconds(1)) < 0;
      what.append(" after ")
          .append(DurationText.format(brief ? lasted : lasted.truncatedTo(ChronoUnit.SECONDS)));
    }
    boolean firing = transition.state() == AlertState.FIRING;
    String state = transition.state().name().toLowerCase(Locale.ROOT);
    String word =
        (rises ? "\u25b2 " : "\u25bc ")
            + (firing ? transition.severity().text().toUpperCase(Locale.ROOT) : state);
    List<IStyle> style = firing ? style(transition.severities(), transition.severity()) : GOOD;
    return event(transition.atMillis(), styled(style, padded(word)), what.toString());
  }

  /** {@code > 28}; empty if the value is compared with nothing. */
  private static String comparison(Transition transition) {
    double limit = transition.threshold();
    if (Double.isNaN(limit)) {
      return "";
    }
    return (transition.value() > limit ? " > " : " \u2264 ") + number(limit);
  }

  private static boolean rises(Transition transition) {
    AlertSeverity previous = transition.previousSeverity();
    return transition.state() == AlertState.FIRING
        && (previous == null
            || transition.severities().compare(transition.severity(), previous) > 0);
  }

  private static List<IStyle> style(Severities severities, AlertSeverity severity) {
    return severities.tone(severity) == Severities.Tone.CRITICAL ? CRITICAL : WARNING;
  }

  /** {@code 12:34:52 ✗ rejected NOT_JSON 12:34;21.5}, faint, and cut if it is too long. */
  String rejected(long epochMillis, String reason, String raw) {
    String line = event(epochMillis, padded("\u2717 rejected"), reason + "  " + printable(raw));
    return styled(FAINT, shortened(line));
  }

  /** The line with the number of events that are not shown. */
  String more(int count, String what) {
    return styled(FAINT, String.format("%8s  %s and %d more %s", "", ELLIPSIS, count, what));
  }

  /** Colours the text by the highest severity of the value under the rules. */
  String valued(RuleSet rules, String metric, double value, String text) {
    AlertSeverity worst = null;
    for (Rule rule : rules.rules()) {
      AlertSeverity severity = rule.severityOf(value);
      if (severity != null && rule.metric().equals(metric)) {
        worst = severity;
      }
    }
    return worst == null ? text : styled(style(rules.severities(), worst), text);
  }

  /** Wraps words to lines; all but the first are indented by the length of the label. */
  List<String> wrapped(String label, List<String> words) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(label);
    for (String word : words) {
      if (line.length() > label.length() && line.length() + word.length() > COLUMNS) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(label.length()));
      }
      line.append(word).append(' ');
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  /** Input and output counts, and whether they add up. */
  List<String> summary(Duration played, DemoShutdown.Counts counts, DemoCounts tally) {
    Accounting accounting = counts.accounting(tally);
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        styled(TITLE, "Summary of " + DurationText.format(played.truncatedTo(ChronoUnit.SECONDS))));
    String unread = counts.unread() == 0 ? "" : " + " + counts.unread() + " not read any more";
    lines.add(
        String.format(
            "  Messages: %d sent = %d accepted + %d rejected%s",
            counts.sent(), accounting.accepted(), accounting.allRejected(), unread));
    accounting
        .rejected()
        .forEach((reason, count) -> lines.add(String.format("            %5d %s", count, reason)));
    lines.add(
        String.format(
            "  Readings: %d in the accepted messages = %d in averages + %d late",
            accounting.readings(), accounting.aggregated(), accounting.late()));
    lines.add("  Averages: " + tally.averages());
    lines.add("  Alerts:   " + tally.alerts());
    lines.add(
        counts.addUp(tally)
            ? styled(GOOD, "  It adds up: nothing got lost.")
            : styled(CRITICAL, "  It does not add up: something got lost."));
    return lines;
  }

  private String event(long epochMillis, String word, String what) {
    return time(epochMillis) + "  " + word + "  " + what;
  }

  private static String padded(String word) {
    return String.format("%-" + WORD_COLUMNS + "s", word);
  }

  /** Formats a whole number without a fraction. */
  static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Replaces control characters, so that a message cannot control the terminal. */
  private static String printable(String raw) {
    return raw.isEmpty() ? "(empty)" : raw.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "\ufffd");
  }

  private static String shortened(String line) {
    if (line.codePointCount(0, line.length()) <= COLUMNS) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, COLUMNS - 1)) + ELLIPSIS;
  }
}
