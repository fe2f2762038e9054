package dev.isotherm.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.model.Average;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
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
 * Shows the records of the output topics as lines that scroll. Each method is called by one tail,
 * and prints whole lines only.
 */
final class LiveView {

  /** Nobody can read more lines at once; further ones are only counted. */
  private static final int MOST_LINES_AT_ONCE = 12;

  private static final int MOST_REJECTED_AT_ONCE = 4;

  private final EventLines wording;
  private final WindowPanel block;
  private final DemoCounts tally;
  private final PrintWriter out;

  /**
   * How long a window may lack series that other windows had: its averages may become visible with
   * different checkpoints.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How long the first window waits for further series. */
  private static final Duration FIRST_PATIENCE = Duration.ofMillis(500);

  /** Windows that may still be incomplete, by their start. */
  private final SortedMap<Long, Arriving> arriving = new TreeMap<>();

  /** The series of all windows that were shown. */
  private final Set<Series> known = new HashSet<>();

  private final Set<Long> shown = new HashSet<>();

  LiveView(EventLines wording, WindowPanel block, DemoCounts tally, PrintWriter out) {
    this.wording = wording;
    this.block = block;
    this.tally = tally;
    this.out = out;
  }

  private record Arriving(Map<Series, Average> averages, long sinceNanos) {}

  /** Takes averages; shows each window as soon as it is complete. */
  void averages(List<ConsumerRecord<byte[], byte[]>> records) {
    long now = System.nanoTime();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.value() == null) {
        continue; // the window was withdrawn
      }
      Average average = JsonLinesReader.readAverage(record.value());
      tally.add(average);
      arriving
          .computeIfAbsent(average.windowStartMillis(), any -> new Arriving(new HashMap<>(), now))
          .averages()
          .put(average.series(), average);
    }
    if (records.isEmpty()) {
      show(window -> isComplete(window, now));
    }
  }

  /** Shows all averages so far, complete or not; called when no more come. */
  void showRest() {
    show(window -> true);
  }

  private boolean isComplete(Arriving window, long nowNanos) {
    boolean hasAll = !known.isEmpty() && window.averages().keySet().containsAll(known);
    Duration patience = known.isEmpty() ? FIRST_PATIENCE : PATIENCE;
    return hasAll || nowNanos - window.sinceNanos() > patience.toNanos();
  }

  /** Shows windows in the order of time: an incomplete window delays later ones. */
  private void show(Predicate<Arriving> when) {
    while (!arriving.isEmpty() && when.test(arriving.get(arriving.firstKey()))) {
      Long start = arriving.firstKey();
      Map<Series, Average> averages = arriving.remove(start).averages();
      known.addAll(averages.keySet());
      print(block.lines(averages.values(), !shown.add(start)));
    }
  }

  void transitions(List<ConsumerRecord<byte[], byte[]>> records) {
    List<String> lines = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Transition transition = JsonLinesReader.readTransition(record.value());
      tally.add(transition);
      lines.add(wording.transition(transition));
    }
    printFirst(MOST_LINES_AT_ONCE, lines, "transitions");
  }

  void rejected(List<ConsumerRecord<byte[], byte[]>> records) {
    List<String> lines = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String reason = new String(record.headers().lastHeader(ResultRecords.REASON).value(), UTF_8);
      tally.add(RejectionReason.valueOf(reason));
      lines.add(wording.rejected(record.timestamp(), reason, new String(record.value(), UTF_8)));
    }
    printFirst(MOST_REJECTED_AT_ONCE, lines, "rejected");
  }

  void late(List<ConsumerRecord<byte[], byte[]>> records) {
    records.forEach(record -> tally.add(JsonLinesReader.readLate(record.value())));
  }

  private void printFirst(int most, List<String> lines, String what) {
    int left = lines.size() - most;
    if (left > 0) {
      lines.subList(most, lines.size()).clear();
      lines.add(wording.more(left, what));
    }
    print(lines);
  }

  /** Prints lines that stay together. */
  void print(List<String> lines) {
    synchronized (out) {
      lines.forEach(out::println);
      out.flush();
    }
  }

  /** Whether the reader of the output has closed it. */
  boolean isCutOff() {
    synchronized (out) {
      return out.checkError();
    }
  }
}
