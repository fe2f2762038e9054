package dev.isotherm.parse;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds elements of one message that measure the same series at the same instant. */
final class RepeatedReadings {

  private final Set<Place> places = new HashSet<>();

  private record Place(Series series, long epochMillis) {}

  /** Begins another message. */
  void clear() {
    places.clear();
  }

  /**
   * Checks the readings of an element, which are the last ones of a block. Takes them out of the
   * block if an element before has one of them.
   *
   * @param before number of readings in the block without the element
   */
  @Nullable Rejected check(ReadingBlockBuilder block, int before) {
    for (int i = before; i < block.count(); i++) {
      Reading reading = block.reading(i);
      if (places.contains(new Place(reading.series(), reading.epochMillis()))) {
        block.undoMessage(before);
        return new Rejected(
            RejectionReason.DUPLICATE_FIELD,
            Excerpt.plain(reading.series().metric())
                + " of "
                + Excerpt.plain(reading.series().sensorId())
                + " at "
                + InstantText.of(reading.epochMillis())
                + " is in the message more than once");
      }
    }
    for (int i = before; i < block.count(); i++) {
      Reading reading = block.reading(i);
      places.add(new Place(reading.series(), reading.epochMillis()));
    }
    return null;
  }
}
