package dev.isotherm.rules;

import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.ChangesBy;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Equality;
import dev.isotherm.rules.condition.Limit;
import dev.isotherm.rules.condition.TableLimits;
import dev.isotherm.rules.condition.Threshold;
import dev.isotherm.rules.condition.When;
import dev.isotherm.rules.schedule.LocalHours;
import dev.isotherm.rules.schedule.Maintenance;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.signal.text.Expressions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    annotations.texts().byKey().forEach((key, template) -> form.line(key, template.text()));
    annotations.labels().forEach((name, value) -> form.line("labels." + name, value));
    if (!annotations.severities().isStandard()) {
      form.line("severities", annotations.severities().toString());
    }
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
    watched(rule);
    if (!rule.selector().sensors().areAll()) {
      rule.selector().sensors().globs().forEach(glob -> line("sensors", glob.pattern()));
      rule.selector()
          .sensors()
          .labels()
          .forEach((name, values) -> values.forEach(value -> line("sensors." + name, value)));
    }
    if (rule.selector().on() == Selector.Source.AVERAGES) {
      line("on", "averages");
    }
    optional("window", rule.selector().window());
    for (Level level : rule.levels()) {
      String name = level.severity().text() + ".";
      condition(name, level.condition());
      optional(name + "holdFor", level.holdFor());
      optional(name + "keepFiringFor", level.keepFiringFor());
    }
    Timing timing = rule.timing();
    duration("holdFor", timing.holdFor());
    duration("keepFiringFor", timing.keepFiringFor());
    duration("noDataAfter", timing.missing().after());
    if (timing.missing().policy() == Absence.Policy.ENDS) {
      line("missing", "ends");
    }
    if (timing.missing().severity() != null) {
      line("noDataSeverity", timing.missing().severity().text());
    }
    if (timing.flapping() != null) {
      line("flapping.transitions", Integer.toString(timing.flapping().transitions()));
      duration("flapping.within", timing.flapping().within());
    }
    for (LocalHours hours : timing.schedule().active()) {
      line("active", hours.canonicalText());
    }
    for (Maintenance one : timing.schedule().maintenance()) {
      line("maintenance", one.canonicalText());
    }
    return this;
  }

  private void watched(Rule rule) {
    Signal signal = rule.signal();
    if (signal == null) {
      line("metric", rule.metric());
      return;
    }
    line("signal", Expressions.canonical(signal.value()));
    optional("every", signal.every());
    if (signal.by() != null) {
      line("by", signal.by());
    }
    duration("staleAfter", signal.staleAfter());
  }

  private void condition(String level, Condition condition) {
    String key = level + condition.kind().key();
    if (condition instanceof Threshold one) {
      number(key, one.limit());
      if (one.clear() != null) {
        number(level + one.clearKey(), one.clear().limit());
      }
    } else if (condition instanceof Equality one) {
      number(key, one.number());
    } else if (condition instanceof Band one) {
      band(key, one.limits());
      if (one.clear() != null) {
        band(level + one.kind().clearKeys().get(0), one.clear());
        if (one.kind() == Condition.Kind.OUTSIDE && sharesAnEnd(one.limits(), one.clear())) {
          // An end of the band that is an end for clearing, too, did once clear by itself.
          line(key + ".sharedEnd", "lasts");
        }
      }
    } else if (condition instanceof When one) {
      line(key, Expressions.canonical(one.expression()));
    } else if (condition instanceof TableLimits one) {
      limits(key, one.limits());
      if (one.clear() != null) {
        limits(level + one.clear().key(), one.clear().limits());
      }
      if (one.holdFor() != null) {
        line(level + "holdFor", Limit.named(one.holdFor()).toString());
      }
    } else {
      ChangesBy one = (ChangesBy) condition;
      number(key + ".moreThan", one.moreThan());
      duration(key + ".within", one.within());
    }
  }

  /** Numbers as in other conditions; no number begins like a name. */
  private void limits(String key, List<Limit> limits) {
    List<String> ends = limits.size() == 1 ? List.of("") : List.of(".low", ".high");
    for (int i = 0; i < limits.size(); i++) {
      Limit limit = limits.get(i);
      if (limit.isNamed()) {
        line(key + ends.get(i), limit.toString());
      } else {
        number(key + ends.get(i), limit.number());
      }
    }
  }

  private void band(String key, Band.Interval band) {
    number(key + ".low", band.low());
    number(key + ".high", band.high());
  }

  private static boolean sharesAnEnd(Band.Interval one, Band.Interval other) {
    return one.low() == other.low() || one.high() == other.high();
  }

  /** A duration that may be given as zero in place of a default. */
  private void optional(String name, @Nullable Duration duration) {
    if (duration != null) {
      line(name, Long.toString(duration.toMillis()));
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
