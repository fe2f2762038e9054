package dev.isotherm.jobs.agreement;

import java.util.Map;
import java.util.TreeMap;

/** What the scenarios of a test had in them. Runs may add side by side. */
final class Coverage {
  private long runs;
  private long verified;
  private long crashes;
  private long messages;
  private long averages;
  private long revisions;
  private long withdrawn;
  private long transitions;
  private long rejected;
  private long lateForAverages;
  private long lateForAlerts;
  private final Map<String, Integer> windows = new TreeMap<>();

  synchronized void add(AgreementRun run) {
    runs++;
    crashes += run.scenario().crashes() ? 1 : 0;
    messages += run.scenario().sent().size();
    averages += run.published().averages().size();
    revisions += run.published().revisions();
    withdrawn += run.published().withdrawn();
    transitions += run.published().transitions().size();
    rejected += run.scenario().rejected().size();
    lateForAverages += run.published().lateForAverages().size();
    lateForAlerts += run.published().lateForAlerts().size();
    windows.merge(String.join(" ", run.scenario().windows().options()), 1, Integer::sum);
  }

  synchronized void verified() {
    verified++;
  }

  long revisions() {
    return revisions;
  }

  long transitions() {
    return transitions;
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

  @Override
  public String toString() {
    return String.format(
        "%d runs agree (%d verified, %d with crashes): %d messages, %d averages, %d revisions, %d withdrawn,"
            + " %d transitions, %d rejected, %d late for averages, %d late for alerts; windows %s",
        runs,
        verified,
        crashes,
        messages,
        averages,
        revisions,
        withdrawn,
        transitions,
        rejected,
        lateForAverages,
        lateForAlerts,
        windows);
  }
}
