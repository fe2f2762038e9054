package dev.isotherm.local.demo;

import dev.isotherm.jobs.format.JsonLinesReader;
import dev.isotherm.jobs.stream.ResultRecords;
import dev.isotherm.model.Average;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Shows what comes out of the topics, as lines that scroll. Each method is called by one tail; all
 * of them print whole lines only.
 */
final class LiveView {

  /** More than can be read in a moment; the rest is counted. */
  private static final int MOST_LINES_AT_ONCE = 12;

  private static final int MOST_REJECTED_AT_ONCE = 4;

  private final Wording wording;
  private final WindowBlock block;
  private final Tally tally;
  private final PrintWriter out;

  /** Averages by start of window that may not be complete yet. */
  private final Map<Long, Map<Series, Average>> arriving = new TreeMap<>();

  private final Set<Long> shown = new HashSet<>();

  LiveView(Wording wording, WindowBlock block, Tally tally, PrintWriter out) {
    this.wording = wording;
    this.block = block;
    this.tally = tally;
    this.out = out;
  }

  /** The averages of a window become visible together: they are shown when no more arrive. */
  void averages(List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Average average = JsonLinesReader.readAverage(record.value());
      tally.add(average);
      arriving
          .computeIfAbsent(average.windowStartMillis(), any -> new TreeMap<>())
          .put(average.series(), average);
    }
    if (!records.isEmpty()) {
      return;
    }
    arriving.forEach((start, averages) -> print(block.lines(averages.values(), !shown.add(start))));
    arriving.clear();
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
