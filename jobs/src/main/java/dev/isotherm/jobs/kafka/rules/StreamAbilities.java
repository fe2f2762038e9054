package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.model.DurationText;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.rules.baseline.RulesInBaseline;
import dev.isotherm.wire.StreamSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What rules a stream can take over while it runs. That is decided when it starts.
 *
 * @param sources what rules may be on: what a stream computes for alerts, it computes from the
 *     start
 * @param windows lengths of the windows that rules on averages may have of their own; {@code null}
 *     for all
 * @param sensors whether it has a sensor table
 * @param baseline whether it has a baseline
 */
public record StreamAbilities(
    Set<Source> sources, @Nullable Set<Duration> windows, boolean sensors, boolean baseline)
    implements Serializable {

  /** Takes all rules. */
  public static final StreamAbilities ALL =
      new StreamAbilities(EnumSet.allOf(Source.class), null, true, true);

  public StreamAbilities {
    sources = Set.copyOf(sources);
    windows = windows == null ? null : Set.copyOf(windows);
  }

  /** Those of a stream whose rules have no windows of their own. */
  public StreamAbilities(Set<Source> sources, boolean sensors, boolean baseline) {
    this(sources, Set.of(), sensors, baseline);
  }

  /** Those of a stream that begins with some rules. */
  public static StreamAbilities of(RuleSet first, StreamSettings settings) {
    Set<Source> sources = EnumSet.of(Source.READINGS);
    first.rules().forEach(rule -> sources.add(rule.selector().on()));
    return new StreamAbilities(
        sources,
        Set.copyOf(RuleSetHistory.of(first).ownWindows()),
        settings.sensors() != null,
        settings.baseline() != null);
  }

  /** One sentence for each rule that cannot be taken over. */
  List<String> errors(RuleSet rules) {
    List<String> errors = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      Source on = rule.selector().on();
      Duration window = rule.selector().window();
      if (window != null && windows != null && !windows.contains(window)) {
        errors.add("rule " + rule.name() + ": " + notTaken(window));
      } else if (!sources.contains(on)) {
        errors.add("rule " + rule.name() + ": " + notTaken(on));
      }
    }
    if (!sensors) {
      RulesInTable.needs(rules)
          .forEach(need -> errors.add(need + "; this stream was started without --sensors"));
    }
    if (!baseline) {
      RulesInBaseline.needs(rules)
          .forEach(need -> errors.add(need + "; this stream was started without --baseline"));
    }
    return errors;
  }

  private String notTaken(Duration window) {
    String allowed =
        windows.stream().sorted().map(DurationText::format).collect(Collectors.joining(", "));
    return String.format(
        "window %s: must be %s for this stream, which was started without a rule with such windows"
            + " and computes no averages of them",
        DurationText.format(window), allowed.isEmpty() ? "left out" : "one of " + allowed);
  }

  private static String notTaken(Source on) {
    return switch (on) {
      case AVERAGES ->
          "on averages: must be readings for this stream, which was started without a rule on"
              + " averages and computes none for alerts";
      case STEPS ->
          "signal: this stream was started without a rule on a signal with every, and computes"
              + " none for alerts";
      default ->
          "signal: this stream was started without a rule on a signal without every, and computes"
              + " none for alerts";
    };
  }
}
