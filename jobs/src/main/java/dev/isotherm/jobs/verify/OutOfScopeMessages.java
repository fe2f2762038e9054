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
 * Finds the differences that messages outside of the comparison may explain: messages that arrived
 * while the topics were read, and messages that an earlier run of the stream has read. Differences
 * in the windows and series of such messages remain undecided.
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
      WatermarkTransitions watermarkTransitions,
      ComparisonScope scope) {
    this.windowing = windowing;
    for (Difference difference : differences) {
      if (difference instanceof Difference.OfAverage average) {
        addWindow(average.window(), difference);
      } else if (difference instanceof Difference.OfRevision revision) {
        addWindow(revision.window(), difference);
      } else if (difference instanceof Difference.OfTransition transition) {
        addInstant(transition.either().series(), transition.either().atMillis(), difference);
        if (transition.either().reason().isDeadline()
            || watermarkTransitions.isOfAverages(transition.either())
            || !watermarkTransitions.isDue(transition.either(), scope)) {
          deadlines
              .computeIfAbsent(transition.either().series(), series -> new ArrayList<>())
              .add(transition);
        }
      } else if (difference instanceof Difference.OfLateLog late) {
        addInstant(late.series(), late.entry().reading().epochMillis(), difference);
      }
    }
  }

  private void addWindow(SeriesWindow window, Difference difference) {
    windows
        .computeIfAbsent(window.series(), series -> new ArrayList<>())
        .add(new OfWindow(window, difference));
  }

  private void addInstant(Series series, long millis, Difference difference) {
    instants
        .computeIfAbsent(new SeriesInstant(series, millis), key -> new ArrayList<>())
        .add(difference);
  }

  /** Reads a range of messages outside of the comparison. */
  void scan(Properties client, OffsetRange range, StreamSettings settings) {
    MessageBlockBuilder blocks = new MessageBlockBuilder(settings.parsing(), settings.guard());
    TopicReader.forEach(
        client,
        range,
        message -> {
          blocks.add(message);
          explainBy(blocks.take(true).readings());
        });
  }

  private void explainBy(ReadingBlock readings) {
    for (int i = 0; i < readings.count(); i++) {
      explainBy(readings.reading(i));
    }
  }

  private void explainBy(Reading reading) {
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
    // A deadline, an average or reordering may depend on any earlier reading.
    for (Difference.OfTransition deadline : deadlines.getOrDefault(reading.series(), List.of())) {
      if (instant <= deadline.either().atMillis()) {
        explained.add(deadline);
      }
    }
    explained.addAll(
        instants.getOrDefault(new SeriesInstant(reading.series(), instant), List.of()));
  }

  /** Whether messages outside of the comparison may have caused a difference. */
  boolean explains(Difference difference) {
    return explained.contains(difference);
  }
}
