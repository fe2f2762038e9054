package dev.isotherm.jobs.verify;

import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.model.Average;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonFields;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.OffsetRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What a stream has published. Holds it all in memory: averages and transitions are few, measured
 * against readings.
 *
 * @param averages the last of each window
 * @param transitions by id; without those of the source itself, which no log gives
 * @param rejected reasons, by {@code topic-partition:offset} of the message
 * @param ledgerEntries how many there are
 * @param faults revisions that do not count up
 */
record PublishedResults(
    Map<Key, Average> averages,
    Map<String, Transition> transitions,
    Map<String, String> rejected,
    long ledgerEntries,
    List<Difference> faults) {

  /** What the key of a record in the topic of averages says. */
  record Key(Series series, long windowStartMillis) {
    static Key of(Average average) {
      return new Key(average.series(), average.windowStartMillis());
    }
  }

  /**
   * The parts of the topics that are to be read.
   *
   * @param rejected dead letters
   * @param late the ledger
   */
  record Ranges(
      OffsetRange averages, OffsetRange transitions, OffsetRange rejected, OffsetRange late) {}

  /**
   * Reads it.
   *
   * @throws ConfigurationException if a topic holds something that no stream with these windows has
   *     published, so that nothing can be said
   */
  static PublishedResults read(Properties client, Ranges ranges, Windowing windowing) {
    PublishedResults published =
        new PublishedResults(
            new HashMap<>(), new HashMap<>(), new HashMap<>(), 0, new ArrayList<>());
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
    long[] entries = new long[1];
    forEach(
        client,
        ranges.late(),
        "a late reading",
        one -> {
          JsonLinesReader.readLate(one.value());
          entries[0]++;
        });
    return new PublishedResults(
        published.averages,
        published.transitions,
        published.rejected,
        entries[0],
        published.faults);
  }

  @FunctionalInterface
  private interface Reader {
    void read(ConsumerRecord<byte[], byte[]> one);
  }

  private static void forEach(Properties client, OffsetRange range, String what, Reader reader) {
    TopicReader.forEach(
        client,
        range,
        one -> {
          try {
            reader.read(one);
          } catch (IllegalArgumentException | NullPointerException foreign) {
            throw new ConfigurationException(
                String.format(
                    "topic %s: the record at partition %d, offset %d is not %s of this stream (%s);"
                        + " with other data in its topics, nothing can be verified",
                    range.topic(), one.partition(), one.offset(), what, foreign.getMessage()));
          }
        });
  }

  private void addAverage(ConsumerRecord<byte[], byte[]> one, Windowing windowing) {
    if (one.value() == null) {
      JsonFields key = JsonFields.of(one.key());
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
    // Sessions that become one go on counting from the highest of their revisions.
    boolean mayJump = windowing instanceof SessionWindows;
    if (before != null
        && (mayJump
            ? average.revision() <= before.revision()
            : average.revision() != before.revision() + 1)) {
      faults.add(
          new Difference.OfRevision(average.window(), before.revision(), average.revision()));
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
