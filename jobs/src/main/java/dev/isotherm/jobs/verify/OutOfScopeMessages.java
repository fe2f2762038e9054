package dev.isotherm.jobs.verify;

import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.source.MessageBlockBuilder;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * Finds which differences come from messages outside of what was compared: from those that came
 * while the topics were read, and from those that an earlier run of the stream had read. About
 * windows, series and entries of the ledger that such messages touch, nothing can be said.
 */
final class OutOfScopeMessages {

  private final Windowing windowing;
  private final Map<Series, List<OfWindow>> windows = new HashMap<>();
  private final Map<SeriesInstant, List<Difference>> instants = new HashMap<>();
  private final Map<Series, List<Difference.OfTransition>> deadlines = new HashMap<>();
  private final Set<Difference> explained = new HashSet<>();

  private record OfWindow(SeriesWindow window, Difference difference) {}

  private record SeriesInstant(Series series, long millis) {}

  OutOfScopeMessages(
      List<Difference> differences,
      Windowing windowing,
      WatermarkTransitions byWatermark,
      ComparisonScope extent) {
    this.windowing = windowing;
    for (Difference difference : differences) {
      if (difference instanceof Difference.OfAverage average) {
        ofWindow(average.window(), difference);
      } else if (difference instanceof Difference.OfRevision revision) {
        ofWindow(revision.window(), difference);
      } else if (difference instanceof Difference.OfTransition transition) {
        instantOf(transition.either().series(), transition.either().atMillis(), difference);
        if (transition.either().reason().isDeadline()
            || byWatermark.isOfAverages(transition.either())
            || !byWatermark.isDue(transition.either(), extent)) {
          deadlines
              .computeIfAbsent(transition.either().series(), series -> new ArrayList<>())
              .add(transition);
        }
      } else if (difference instanceof Difference.OfLedger ledger) {
        instantOf(ledger.series(), ledger.entry().reading().epochMillis(), difference);
      }
    }
  }

  private void ofWindow(SeriesWindow window, Difference difference) {
    windows
        .computeIfAbsent(window.series(), series -> new ArrayList<>())
        .add(new OfWindow(window, difference));
  }

  private void instantOf(Series series, long millis, Difference difference) {
    instants
        .computeIfAbsent(new SeriesInstant(series, millis), key -> new ArrayList<>())
        .add(difference);
  }

  /** Reads messages outside of what was compared. */
  void scan(Properties client, OffsetRange range, StreamSettings settings) {
    MessageBlockBuilder blocks = new MessageBlockBuilder(settings.parsing(), settings.guard());
    TopicReader.forEach(
        client,
        range,
        message -> {
          blocks.add(message);
          look(blocks.take(true).readings());
        });
  }

  private void look(ReadingBlock readings) {
    for (int i = 0; i < readings.count(); i++) {
      look(readings.reading(i));
    }
  }

  private void look(Reading reading) {
    long instant = reading.epochMillis();
    List<OfWindow> ofSeries = windows.getOrDefault(reading.series(), List.of());
    if (!ofSeries.isEmpty()) {
      SeriesWindow reach =
          new SeriesWindow(
              reading.series(), windowing.startOf(instant), windowing.lastEndOf(instant));
      for (OfWindow one : ofSeries) {
        if (one.window().touches(reach)) {
          explained.add(one.difference());
        }
      }
    }
    // What falls due, comes of an average or was reordered may come of any reading before.
    for (Difference.OfTransition deadline : deadlines.getOrDefault(reading.series(), List.of())) {
      if (instant <= deadline.either().atMillis()) {
        explained.add(deadline);
      }
    }
    explained.addAll(
        instants.getOrDefault(new SeriesInstant(reading.series(), instant), List.of()));
  }

  /** Whether messages outside of what was compared may be why. */
  boolean explains(Difference difference) {
    return explained.contains(difference);
  }
}
