package dev.isotherm.alert;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.rules.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recent changes of an alert.
 *
 * @param flapping whether it changes too often to report each change
 * @param severity published when it began to flap; {@code null} unless flapping
 * @param sinceMillis when the alert became active, as published when it began to flap; 0 unless
 *     flapping
 * @param changes instants of the changes that count, in their order; while flapping only the last
 *     one. No more than are allowed.
 */
public record Flaps(
    boolean flapping, @Nullable AlertSeverity severity, long sinceMillis, List<Long> changes) {

  /** No change. */
  static final Flaps NONE = new Flaps(false, null, 0, List.of());

  static Flaps began(AlertSeverity severity, long sinceMillis, long at) {
    return new Flaps(true, severity, sinceMillis, List.of(at));
  }

  /** Adds a change, and forgets those that are too old. */
  Flaps changedAt(long at, Timing timing) {
    if (flapping) {
      return began(severity, sinceMillis, at);
    }
    List<Long> later = new ArrayList<>(since(at, timing).changes);
    later.add(at);
    return new Flaps(false, null, 0, later);
  }

  /** The changes that still count at an instant. */
  Flaps since(long at, Timing timing) {
    if (flapping || changes.isEmpty()) {
      return this;
    }
    Duration within = timing.flapping().within();
    List<Long> recent = changes.stream().filter(one -> at < timing.after(one, within)).toList();
    return recent.isEmpty() ? NONE : new Flaps(false, null, 0, recent);
  }

  /** When flapping ends if nothing changes any more; {@link AlertMachine#NEVER} if not flapping. */
  long calmMillis(Timing timing) {
    return flapping
        ? timing.after(changes.get(changes.size() - 1), timing.flapping().within())
        : AlertMachine.NEVER;
  }
}
