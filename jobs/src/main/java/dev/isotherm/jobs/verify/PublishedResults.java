package dev.isotherm.jobs.verify;

import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.model.Average;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonFieldsReader;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.OffsetRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The published results of a stream, in memory: averages and transitions are few compared to
 * readings.
 *
 * @param averages the last average of each window
 * @param transitions transitions by id, without those of the source, which no replay gives
 * @param rejected reasons by {@code topic-partition:offset} of the message
 * @param lateLogEntries number of entries of the late log
 * @param revisionErrors revisions that are not consecutive
 */
record PublishedResults(
    Map<Key, Average> averages,
    Map<String, Transition> transitions,
    Map<String, String> rejected,
    long lateLogEntries,
    List<Difference> revisionErrors) {

  /** The key of a record in the topic of averages. */
  record Key(Series series, long windowStartMillis) {
    static Key of(Average average) {
      return new Key(average.series(), average.windowStartMillis());
    }
  }

  /**
   * The ranges of the topics to read.
   *
   * @param rejected the dead letters
   * @param late the late log
   */
  record Ranges(
      OffsetRange averages, OffsetRange transitions, OffsetRange rejected, OffsetRange late) {}

  /**
   * Reads all published results.
   *
   * @throws ConfigurationException if a topic contains a record that no stream with these windows
   *     has published, so that nothing can be verified
   */
  static PublishedResults read(Properties client, Ranges ranges, Windowing windowing) {
    long[] lateLogEntries = new long[1];
    forEach(
        client,
        ranges.late(),
        "a late reading",
        one -> {
          JsonLinesReader.readLate(one.value());
          lateLogEntries[0]++;
        });
    PublishedResults published =
        new PublishedResults(
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            lateLogEntries[0],
            new ArrayList<>());
    forEach(client, ranges.averages(), "an average", one -> published.addAverage(one, windowing));
    forEach(
        client,
        ranges.transitions(),
        "a transition",
        one -> {
          Transition transition = JsonLinesReader.readTransition(one.value());
          if (!transition.reason().isOfSource()) {
            published.transitions.put(transition.id(), transition);
          }
        });
    forEach(client, ranges.rejected(), "a rejected message", published::addRejected);
    return published;
  }

  private static void forEach(
      Properties client,
      OffsetRange range,
      String what,
      Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    TopicReader.forEach(
        client,
        range,
        one -> {
          try {
            reader.accept(one);
          } catch (IllegalArgumentException | NullPointerException notAResult) {
            throw new ConfigurationException(
                String.format(
                    "topic %s: the record at partition %d, offset %d is not %s of this stream (%s);"
                        + " nothing can be verified while its topics contain other data",
                    range.topic(), one.partition(), one.offset(), what, notAResult.getMessage()));
          }
        });
  }

  private void addAverage(ConsumerRecord<byte[], byte[]> one, Windowing windowing) {
    if (one.value() == null) {
      JsonFieldsReader key = JsonFieldsReader.of(one.key());
      averages.remove(
          new Key(
              new Series(key.text("sensor_id"), key.text("metric")), key.instant("window_start")));
      return;
    }
    Average average = JsonLinesReader.readAverage(one.value());
    if (!windowing.isWindow(average.windowStartMillis(), average.windowEndMillis())) {
      throw new IllegalArgumentException(average.window() + " is no window of " + windowing);
    }
    Average before = averages.put(Key.of(average), average);
    // Merged sessions continue from the highest of their revisions.
    boolean mayJump = windowing instanceof SessionWindows;
    if (before != null
        && average.revision() != before.revision() + 1
        && !(mayJump && average.revision() > before.revision())) {
      revisionErrors.add(
          Difference.ofRevision(average.window(), before.revision(), average.revision()));
    }
  }

  private void addRejected(ConsumerRecord<byte[], byte[]> one) {
    rejected.put(
        header(one, ResultRecords.SOURCE) + ":" + header(one, ResultRecords.POSITION),
        header(one, ResultRecords.REASON));
  }

  private static String header(ConsumerRecord<byte[], byte[]> one, String name) {
    Header header = one.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalArgumentException("header " + name + " is missing");
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
