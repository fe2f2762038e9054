package dev.isotherm.signal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

  private static final Placement WITH_MESSAGES = new Placement(Placement.Role.SIGNAL, null, false);
  private static final Placement LEVEL = new Placement(Placement.Role.LEVEL, null, false);
  private static final Placement IN_STEPS =
      new Placement(Placement.Role.SIGNAL, Duration.ofMinutes(1), false);
  private static final Placement OF_GROUPS =
      new Placement(Placement.Role.SIGNAL, Duration.ofMinutes(1), true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a - limit.hot | |",
        "now - a | |",
        "max(a - b, 5m) - ago(a, 1d) / max(a, 3 readings) | |",
        "max(a, 61s) | |",
        "sum(if(a > limit.hot, b), 1h) - if(a > 1, max(a, 5m), ago(b, 1d)) | |",
        "if(value > 1, a) | value | is the value of the signal, and stands in the conditions of levels only",
        "sum(if(max(a, 5m) > 1, b), 1h) | max(a, 5min) | cannot stand within another function of a window",
        "a > 1 | a > 1 | is true or false, but must be a number",
        "1 + 1 | 1 + 1 | names no metric",
        "a - value | value | is the value of the signal, and stands in the conditions of levels only",
        "max(max(a, 5m), 1h) | max(a, 5min) | cannot stand within another function of a window",
        "max(ago(a, 1d), 1h) | ago(a, 1d) | cannot stand within a function of a window",
        "a + max(1, 5m) | max(1, 5min) | names no metric",
        "a + ago(1, 5m) | ago(1, 5min) | names no metric",
        "ago(max(a, 5m), 1d) | max(a, 5min) | may stand within ago only in a rule with every, such as every: 1min",
        "ago(ago(a, 1h), 1d) | ago(a, 1h) | cannot stand within another ago",
        "deviation(a - b, 1d) - deviation(a) | |",
        "deviation(value, 1d) | deviation(value, 1d) | compares the value of the signal, and stands in the conditions of levels only",
        "deviation(value - 1, 1d) | value | is the value of the signal, and stands in the conditions of levels only",
        "deviation(max(a, 5m), 1d) | max(a, 5min) | cannot stand within another function of a window",
        "max(deviation(a, 1d), 5m) | deviation(a, 1d) | cannot stand within another function of a window",
        "max(deviation(a), 5m) | deviation(a) | cannot stand within a function of earlier values; it compares with a learned baseline",
        "ago(deviation(a), 1d) | deviation(a) | cannot stand within a function of earlier values; it compares with a learned baseline",
        "ago(deviation(a, 1h), 1d) | deviation(a, 1h) | may stand within ago only in a rule with every, such as every: 1min",
        "a + deviation(1, 1d) | deviation(1, 1d) | names no metric",
        "deviation(b{x}) | b{x} | the metric of another sensor needs a rule with every, such as every: 1min",
        "a - b{x} | b{x} | the metric of another sensor needs a rule with every, such as every: 1min",
        "a / mean(a) | mean(a) | needs a window, as in mean(x, 5m)",
        "a / mean(a by site) | mean(a by site) | a function of the members of a group needs a rule with every, such as every: 1min",
      })
  void withEachMessage(String text, String part, String error) {
    check(WITH_MESSAGES, text, part, error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a / mean(a by site) | |",
        "mean(if(limit.outside == 1, a) by site) | |",
        "if(a > 1, mean(a by site), b{x}) | |",
        "mean(if(limit.outside == 1, 1) by site) | mean(if(limit.outside == 1, 1) by site) | names no metric of the members",
        "sum(if(b{x} > 1, a), 5m) | sum(if(b{x} > 1, a), 5min) | has metrics of different sensors; a window has the readings of one",
        "a - b{x} | |",
        "a - max(b{x}, 5m) | |",
        "mean(max(a, 5m) by site) | |",
        "ago(max(a, 5m), 1d) | |",
        "ago(a, 61s) | |",
        "max(a, 5 readings) | |",
        "max(a, today) - ago(max(a, today), 1d) | |",
        "deviation(b{x}, 10 readings) - deviation(b{x}) | |",
        "mean(deviation(a, all readings) by site) | |",
        "ago(deviation(a, 5m), 1d) | |",
        "deviation(a, 90s) | deviation(a, 90s) | the window of 90s is no multiple of every: 1min",
        "ago(deviation(a, 5m), 90s) | ago(deviation(a, 5min), 90s) | the age of 90s is no multiple of every: 1min",
        "max(a, 90s) | max(a, 90s) | the window of 90s is no multiple of every: 1min",
        "ago(max(a, 5m), 90s) | ago(max(a, 5min), 90s) | the age of 90s is no multiple of every: 1min",
        "ago(max(a, 5m), 1h, 1m) | ago(max(a, 5min), 1h, 1min) | a tolerance is for readings; leave it out around functions of a window",
        "max(a + b{x}, 5m) | max(a + b{x}, 5min) | has metrics of different sensors; a window has the readings of one",
        "mean(a) | mean(a) | needs a group, as in mean(x by site), or a window, as in mean(x, 5m)",
        "mean(b{x} by site) | mean(b{x} by site) | names no metric of the members",
        "max(mean(a by site), 5m) | mean(a by site) | cannot stand within a function of a window, of members or ago",
      })
  void inSteps(String text, String part, String error) {
    check(IN_STEPS, text, part, error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(a) / sum(b) | |",
        "share(max(a, 5m) > limit.hot) | |",
        "max(a) - b{x} | |",
        "mean(deviation(a)) | |",
        "deviation(a, 1d) | a | is of one sensor, but the rule is about groups, because of by; write a function of the members, such as mean(x)",
        "mean(a by site) | mean(a by site) | needs no by, because the rule has one",
        "mean(a) + a | a | is of one sensor, but the rule is about groups, because of by; write a function of the members, such as mean(x)",
      })
  void ofGroups(String text, String part, String error) {
    check(OF_GROUPS, text, part, error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "value > 3 | |",
        "value > max(a, 5m) | |",
        "deviation(value, 1d) > 3 | |",
        "abs(deviation(value, all readings)) > 3 | |",
        "deviation(value + 1, 1d) > 3 | value | cannot stand within a function of earlier values or of members; write what the signal is, as a named part",
        "max(deviation(value, 1d), 5m) > 3 | deviation(value, 1d) | cannot stand within a function of earlier values or of members",
        "value | value | is a number, but must be true or false",
        "max(value, 5m) > 1 | value | cannot stand within a function of earlier values or of members; write what the signal is, as a named part",
      })
  void inTheConditionOfALevel(String text, String part, String error) {
    check(LEVEL, text, part, error);
  }

  @Test
  void earlierValuesOfASignalAreOfSingleSensors() {
    Duration minute = Duration.ofMinutes(1);
    check(
        new Placement(Placement.Role.LEVEL, minute, true),
        "deviation(value, 1d) > 3",
        "deviation(value, 1d)",
        "earlier values of a signal are kept for single sensors only; this rule is about groups,"
            + " because of by");
    Placement inSteps = new Placement(Placement.Role.LEVEL, minute, false);
    check(inSteps, "deviation(value, 1d) > 3", null, null);
    check(
        inSteps,
        "deviation(value, 90s) > 3",
        "deviation(value, 90s)",
        "the window of 90s is no multiple of every: 1min");
  }

  private static void check(Placement placement, String text, String part, String error) {
    List<String> errors = placement.errors(Expressions.parse(text));
    if (part == null) {
      assertThat(errors).isEmpty();
    } else {
      assertThat(errors).contains(part + ": " + error);
    }
  }
}
