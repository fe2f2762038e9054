package dev.isotherm.agreement;

import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Transition;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the scenarios of a test had in them. Runs may add side by side. */
final class Coverage {
  private long runs;
  private long verified;
  private long crashes;
  private long rescaled;
  private long reordered;
  private long messages;
  private long averages;
  private long groups;
  private long revisions;
  private long tables;
  private long withdrawn;
  private long transitions;
  private long ofOneInstant;
  private long takenBack;
  private long rejected;
  private long lateForAverages;
  private long lateForAlerts;
  private long lateForSignals;
  private long implausible;
  private long stuck;
  private long notChecked;
  private long ofSignals;
  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Set<String> kindsOfBatch = new TreeSet<>();
  private final Map<String, Integer> windows = new TreeMap<>();

  synchronized void add(AgreementRun run) {
    runs++;
    crashes += run.scenario().crashes() ? 1 : 0;
    rescaled += run.scenario().rescales() ? 1 : 0;
    tables += run.scenario().table().isPresent() ? 1 : 0;
    reordered += run.scenario().reorder().isPresent() ? 1 : 0;
    messages += run.scenario().sent().size();
    averages += run.published().averages().size();
    groups += run.groups().size();
    revisions += run.published().revisions();
    withdrawn += run.published().withdrawn();
    transitions += run.published().transitions().size();
    ofOneInstant += run.published().transitions().stream().filter(one -> one.repeat() > 0).count();
    takenBack += run.published().takenBack().size();
    run.published().transitions().forEach(one -> kinds.merge(kind(one), 1, Integer::sum));
    run.transitionsOfBatch().forEach(one -> kindsOfBatch.add(kind(one)));
    rejected += run.scenario().rejected().size();
    lateForAverages += run.published().lateForAverages().size();
    lateForAlerts += run.published().lateForAlerts().size();
    lateForSignals += run.published().lateForSignals().size();
    implausible += run.published().implausible().size();
    stuck +=
        run.published().implausible().stream()
            .filter(one -> one.excludedFrom() == Exclusion.IMPLAUSIBLE_STUCK)
            .count();
    notChecked += run.published().notChecked().size();
    ofSignals += run.published().transitions().stream().filter(AgreementRun::isOfSignal).count();
    windows.merge(String.join(" ", run.scenario().windows().options()), 1, Integer::sum);
  }

  private static String kind(Transition one) {
    return (one.state() + " by " + one.reason()).toLowerCase(Locale.ROOT);
  }

  /** Each state that streams have entered, and why. */
  Set<String> kinds() {
    return kinds.keySet();
  }

  /** Each state that batches have entered, and why; it depends on the scenarios alone. */
  Set<String> kindsOfBatch() {
    return kindsOfBatch;
  }

  synchronized void verified() {
    verified++;
  }

  long reordered() {
    return reordered;
  }

  long tables() {
    return tables;
  }

  /** Averages of groups. */
  long groups() {
    return groups;
  }

  long revisions() {
    return revisions;
  }

  /** Transitions that were not caused by the first reading of their instant. */
  long ofOneInstant() {
    return ofOneInstant;
  }

  long rejected() {
    return rejected;
  }

  long lateForAverages() {
    return lateForAverages;
  }

  long lateForAlerts() {
    return lateForAlerts;
  }

  long lateForSignals() {
    return lateForSignals;
  }

  long stuck() {
    return stuck;
  }

  /** Readings that came too late to be checked for stuck values. */
  long notChecked() {
    return notChecked;
  }

  long implausible() {
    return implausible;
  }

  /** Transitions of rules on signals. */
  long ofSignals() {
    return ofSignals;
  }

  @Override
  public String toString() {
    return String.format(
        "%d runs agree (%d verified, %d with crashes, %d rescaled, %d reordered, %d with sensor"
            + " tables): %d messages, %d averages, %d of groups, %d revisions, %d withdrawn, %d transitions %s, %d of a second"
            + " reading of an instant, %d taken back, %d of signals, %d rejected, %d late for averages, %d for alerts, %d for signals, %d implausible (%d stuck, %d not checked);"
            + " windows %s",
        runs,
        verified,
        crashes,
        rescaled,
        reordered,
        tables,
        messages,
        averages,
        groups,
        revisions,
        withdrawn,
        transitions,
        kinds,
        ofOneInstant,
        takenBack,
        ofSignals,
        rejected,
        lateForAverages,
        lateForAlerts,
        lateForSignals,
        implausible,
        stuck,
        notChecked,
        windows);
  }
}
