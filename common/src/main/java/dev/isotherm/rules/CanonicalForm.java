package dev.isotherm.rules;

import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.ChangesBy;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Threshold;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The canonical text of rules, of which fingerprints are made. State and topics keep fingerprints,
 * so equal rules must have equal texts in every version of this program.
 *
 * <p>Each field that differs from its default is one line, {@code name=value}, in a fixed order.
 * Numbers are written in hexadecimal, and durations in milliseconds. No name or value can hold a
 * line end, so different rules have different texts.
 *
 * <p>A new field of a rule must have a default, with which the rule means what it meant before.
 * Then the texts of all earlier rules stay as they are. If the meaning of an existing field
 * changes, {@link #FORM} must change.
 *
 * <pre>
 * rule/1
 * name=high_temperature
 * metric=temperature
 * warning.above=0x1.cp4
 * holdFor=60000
 * </pre>
 */
final class CanonicalForm {

  /** Number of the form, part of every text. */
  private static final int FORM = 1;

  private final StringBuilder text = new StringBuilder();

  private CanonicalForm(String kind) {
    text.append(kind).append('/').append(FORM).append('\n');
  }

  /** What decides when an alert changes: all of a rule but its annotations. */
  static String semantics(Rule rule) {
    return new CanonicalForm("rule").semanticsOf(rule).text.toString();
  }

  /** The whole rule. */
  static String rule(Rule rule) {
    CanonicalForm form = new CanonicalForm("rule").semanticsOf(rule);
    Annotations annotations = rule.annotations();
    if (annotations.summary() != null) {
      form.line("summary", annotations.summary().template());
    }
    annotations.labels().forEach((name, value) -> form.line("labels." + name, value));
    return form.text.toString();
  }

  /** A set of texts or fingerprints, whose order does not matter. */
  static String set(List<String> members) {
    CanonicalForm form = new CanonicalForm("rules");
    form.text.append(members.stream().sorted().collect(Collectors.joining("\n")));
    return form.text.toString();
  }

  /** The fingerprint of a text: a UUID of its MD5 hash. */
  static String fingerprint(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private CanonicalForm semanticsOf(Rule rule) {
    line("name", rule.name());
    line("metric", rule.metric());
    if (!rule.selector().sensors().equals(Glob.ALL)) {
      line("sensors", rule.selector().sensors().pattern());
    }
    if (rule.selector().on() == Selector.Source.AVERAGES) {
      line("on", "averages");
    }
    for (Level level : rule.levels()) {
      condition(level.severity().name().toLowerCase(Locale.ROOT) + ".", level.condition());
    }
    Timing timing = rule.timing();
    duration("holdFor", timing.holdFor());
    duration("keepFiringFor", timing.keepFiringFor());
    duration("noDataAfter", timing.noDataAfter());
    if (timing.flapping() != null) {
      line("flapping.transitions", Integer.toString(timing.flapping().transitions()));
      duration("flapping.within", timing.flapping().within());
    }
    return this;
  }

  private void condition(String level, Condition condition) {
    Condition.Kind kind = condition.kind();
    if (condition instanceof Threshold one) {
      number(level + kind.key(), one.limit());
      if (one.clear() != one.limit()) {
        number(level + kind.clearKey(), one.clear());
      }
    } else if (condition instanceof Band one) {
      number(level + kind.key() + ".low", one.low());
      number(level + kind.key() + ".high", one.high());
      if (one.clearLow() != one.low() || one.clearHigh() != one.high()) {
        number(level + kind.clearKey() + ".low", one.clearLow());
        number(level + kind.clearKey() + ".high", one.clearHigh());
      }
    } else {
      ChangesBy one = (ChangesBy) condition;
      number(level + kind.key() + ".moreThan", one.moreThan());
      duration(level + kind.key() + ".within", one.within());
    }
  }

  private void duration(String name, Duration duration) {
    if (!duration.isZero()) {
      line(name, Long.toString(duration.toMillis()));
    }
  }

  /** In hexadecimal: the shortest decimal of a number depends on the version of Java. */
  private void number(String name, double value) {
    line(name, Double.toHexString(value));
  }

  private void line(String name, String value) {
    text.append(name).append('=').append(value).append('\n');
  }
}
