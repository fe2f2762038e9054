package dev.isotherm.alert;

import dev.isotherm.model.Severity;
import dev.isotherm.rules.Timing;
import java.util.ArrayList;
import java.util.List;

/**
 * How often an alert has changed of late.
 *
 * @param flapping whether it changes too often to be told of each change
 * @param severity published when it began to flap; {@code null} unless flapping
 * @param sinceMillis when the alert became active, as it was said then; 0 unless flapping
 * @param changes instants of the last changes that count, in their order; while flapping only of
 *     the last one. No more than are allowed.
 */
public record Flaps(boolean flapping, Severity severity, long sinceMillis, List<Long> changes) {

  /** No change. */
  static final Flaps NONE = new Flaps(false, null, 0, List.of());

  static Flaps began(Severity severity, long sinceMillis, long at) {
    return new Flaps(true, severity, sinceMillis, List.of(at));
  }

  /** One more change, after those that are too long ago have been forgotten. */
  Flaps changedAt(long at, Timing.Flapping limits) {
    if (flapping) {
      return began(severity, sinceMillis, at);
    }
    List<Long> later = new ArrayList<>(since(at, limits).changes);
    later.add(at);
    return new Flaps(false, null, 0, later);
  }

  /** What of it still counts at an instant. */
  Flaps since(long at, Timing.Flapping limits) {
    if (flapping || changes.isEmpty()) {
      return this;
    }
    long withinMillis = limits.within().toMillis();
    List<Long> recent = changes.stream().filter(one -> at - one < withinMillis).toList();
    return recent.isEmpty() ? NONE : new Flaps(false, null, 0, recent);
  }

  /** When it is over, if nothing changes any more. */
  long calmMillis(Timing.Flapping limits) {
    return flapping
        ? AlertMachine.later(changes.get(changes.size() - 1), limits.within())
        : AlertMachine.NEVER;
  }
}
