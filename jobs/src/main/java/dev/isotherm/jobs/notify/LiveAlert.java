package dev.isotherm.jobs.notify;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.model.Transition;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * An alert in the terms of Alertmanager: it fires, or has ended recently. Public because Flink
 * serialises it as a POJO.
 *
 * @param cause the transition that made it fire; the latest one if it was confirmed
 * @param startsAtMillis when it started to fire, in milliseconds since the epoch
 * @param endsAtMillis when it ended, not before it started; {@link #ACTIVE} while it fires
 * @param endSeenMillis when the end was seen, by this machine's clock; {@link #ACTIVE} while it
 *     fires
 */
public record LiveAlert(
    Transition cause, long startsAtMillis, long endsAtMillis, long endSeenMillis) {

  static final long ACTIVE = Long.MAX_VALUE;

  static final TypeInformation<LiveAlert> TYPE =
      Types.POJO(
          LiveAlert.class,
          Map.of(
              "cause", AlertTypes.TRANSITION,
              "startsAtMillis", Types.LONG,
              "endsAtMillis", Types.LONG,
              "endSeenMillis", Types.LONG));

  static LiveAlert firing(Transition cause, long startsAtMillis) {
    return new LiveAlert(cause, startsAtMillis, ACTIVE, ACTIVE);
  }

  LiveAlert ended(long atMillis, long seenMillis) {
    return new LiveAlert(cause, startsAtMillis, Math.max(atMillis, startsAtMillis), seenMillis);
  }

  boolean hasEnded() {
    return endSeenMillis != ACTIVE;
  }

  Map<String, String> labels() {
    return AlertmanagerJson.labels(cause);
  }
}
