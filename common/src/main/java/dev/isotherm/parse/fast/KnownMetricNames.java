package dev.isotherm.parse.fast;

import dev.isotherm.parse.mapping.ParseOptions;
import org.jspecify.annotations.Nullable;

/**
 * Knows the names of metrics that are values of messages, see {@link
 * dev.isotherm.parse.mapping.LongLayout}. When there are too many, the complete parser reads all
 * messages.
 */
final class KnownMetricNames {

  private static final int MOST = 1 << 10;

  private final ParseOptions options;
  private final boolean hasFlags;
  private final KnownSensors names = new KnownSensors();
  private @Nullable KnownSensor latest;

  KnownMetricNames(ParseOptions options) {
    this.options = options;
    this.hasFlags = !options.flags().isEmpty();
  }

  /** Forgets the name of the last message. */
  void clear() {
    latest = null;
  }

  /** Reads the name between two indices; returns whether it is one for the fast path. */
  boolean read(byte[] bytes, int from, int to) {
    // Never so many that they get new numbers, by which sensors store their series.
    latest = names.size() > MOST ? null : names.of(bytes, from, to - from);
    return latest != null;
  }

  /**
   * Gives the one value of a message the name that was read; returns whether both are there, and
   * the metric was asked for and is no flag.
   */
  boolean nameValueOf(FastMessage message) {
    if (latest == null) {
      return false;
    }
    String name = options.metrics().nameOf(latest.text());
    if (hasFlags && options.isOfFlags(latest.text())) {
      return false;
    }
    return name != null && message.name(latest.number, name);
  }
}
