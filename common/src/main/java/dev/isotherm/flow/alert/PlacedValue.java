package dev.isotherm.flow.alert;

import dev.isotherm.flow.series.InstantOrder;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import java.util.Comparator;

/**
 * A reading of a known series and instant; public only because Flink serialises it.
 *
 * @param position where its message stands, see {@link Position}
 */
public record PlacedValue(long position, double value) {

  /** Readings without a position are in the order of their values. */
  public static final Comparator<PlacedValue> ORDER =
      (one, other) -> InstantOrder.compare(one.position, one.value, other.position, other.value);

  /** Returns what is to know of a reading whose series and instant are known. */
  public static PlacedValue of(Reading reading) {
    return new PlacedValue(reading.position(), reading.value());
  }
}
