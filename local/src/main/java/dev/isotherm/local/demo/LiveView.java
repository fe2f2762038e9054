package dev.isotherm.local.demo;

import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.model.Average;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Shows what comes out of the topics, as lines that scroll. Each method is called by one tail; all
 * of them print whole lines only.
 */
final class LiveView {

  /** More than can be read in a moment; the rest is counted. */
  private static final int MOST_LINES_AT_ONCE = 12;

  private static final int MOST_REJECTED_AT_ONCE = 4;

  private final EventLines wording;
  private final WindowPanel block;
  private final DemoCounts tally;
  private final PrintWriter out;

  /**
   * How long a window may lack series that others had: parts of it become visible with different
   * checkpoints at times.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** The same before it is known which series there are. */
  private static final Duration FIRST_PATIENCE = Duration.ofMillis(500);

  /** Averages by start of window that may not be complete yet. */
  private final SortedMap<Long, Arriving> arriving = new TreeMap<>();

  /** Of windows that were shown. */
  private final Set<Series> known = new HashSet<>();

  private final Set<Long> shown = new HashSet<>();

  LiveView(EventLines wording, WindowPanel block, DemoCounts tally, PrintWriter out) {
    this.wording = wording;
    this.block = block;
    this.tally = tally;
    this.out = out;
  }

  private record Arriving(Map<Series, Average> averages, long sinceNanos) {
    Arriving(long sinceNanos) {
      this(new HashMap<>(), sinceNanos);
    }
  }

  /** A window is shown as soon as it is complete. */
  void averages(List<ConsumerRecord<byte[], byte[]>> records) {
    long now = System.nanoTime();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.value() == null) {
        continue; // a window that is withdrawn: there is nothing to show of it
      }
      Average average = JsonLinesReader.readAverage(record.value());
      tally.add(average);
      arriving
          .computeIfAbsent(average.windowStartMillis(), any -> new Arriving(now))
          .averages()
          .put(average.series(), average);
    }
    if (records.isEmpty()) {
      show(window -> isComplete(window, now));
    }
  }

  /** Shows all averages that have arrived, complete or not; to be called when no more come. */
  void showRest() {
    show(window -> true);
  }

  private boolean isComplete(Arriving window, long nowNanos) {
    boolean hasAll = !known.isEmpty() && window.averages().keySet().containsAll(known);
    Duration patience = known.isEmpty() ? FIRST_PATIENCE : PATIENCE;
    return hasAll || nowNanos - window.sinceNanos() > patience.toNanos();
  }

  /** In the order of time: an older window that waits holds the newer ones back. */
  private void show(Predicate<Arriving> when) {
    while (!arriving.isEmpty() && when.test(arriving.get(arriving.firstKey()))) {
      Long start = arriving.firstKey();
      Map<Series, Average> averages = arriving.remove(start).averages();
      known.addAll(averages.keySet());
      print(block.lines(averages.values(), !shown.add(start)));
    }
  }

  void transitions(List<ConsumerRecord<byte[], byte[]>> records) {
    int left = records.size();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Transition transition = JsonLinesReader.readTransition(record.value());
      tally.add(transition);
      if (records.size() - left < MOST_LINES_AT_ONCE) {
        print(List.of(wording.transition(transition)));
        left--;
      }
    }
    printLeft(left, "transitions");
  }

  void rejected(List<ConsumerRecord<byte[], byte[]>> records) {
    int left = records.size();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      byte[] reason = record.headers().lastHeader(ResultRecords.REASON).value();
      String word = new String(reason, StandardCharsets.UTF_8);
      tally.add(RejectionReason.valueOf(word));
      if (records.size() - left < MOST_REJECTED_AT_ONCE) {
        String raw = new String(record.value(), StandardCharsets.UTF_8);
        print(List.of(wording.rejected(record.timestamp(), word, raw)));
        left--;
      }
    }
    printLeft(left, "rejected");
  }

  void late(List<ConsumerRecord<byte[], byte[]>> records) {
    records.forEach(record -> tally.add(JsonLinesReader.readLate(record.value())));
  }

  private void printLeft(int left, String what) {
    if (left > 0) {
      print(List.of(wording.more(left, what)));
    }
  }

  /** Lines that stay together. */
  void print(List<String> lines) {
    synchronized (out) {
      lines.forEach(out::println);
      out.flush();
    }
  }

  /** Whether nobody reads any more what is printed. */
  boolean isCutOff() {
    synchronized (out) {
      return out.checkError();
    }
  }
}
