package dev.isotherm.jobs.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The runs of a group that its current run has no state of, because it began anew.
 *
 * @param earlier oldest first
 * @param current what the current run has read
 */
record RunHistory(List<EarlierRun> earlier, OffsetRange current) {

  static RunHistory of(StreamProgress progress) {
    return new RunHistory(progress.earlierRuns(), progress.range());
  }

  /** One line for each run; none if there was only one. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < earlier.size(); i++) {
      EarlierRun run = earlier.get(i);
      lines.add(
          String.format(
              "run %d%s: %s; %s; %s%s",
              i + 1,
              i == 0 ? "" : ", begun anew",
              read(run.firstOffsets(), run.nextOffsets()),
              run.accounting(),
              leftOpen(run),
              next(i)));
    }
    if (!earlier.isEmpty()) {
      lines.add(
          String.format(
              "run %d, begun anew: %s; it is the one above",
              earlier.size() + 1, read(current.from(), current.to())));
    }
    return lines;
  }

  private static String read(Map<Integer, Long> from, Map<Integer, Long> to) {
    return from.isEmpty()
        ? "no message"
        : new TreeMap<>(from)
            .entrySet().stream()
                .map(
                    first ->
                        String.format(
                            "offsets %d to %d of partition %d",
                            first.getValue(), to.get(first.getKey()) - 1, first.getKey()))
                .collect(Collectors.joining(", "));
  }

  private static String leftOpen(EarlierRun run) {
    return run.watermarkMillis() == Long.MIN_VALUE
        ? "it closed no window"
        : "it left open the windows that end after "
            + JsonLinesWriter.instant(run.watermarkMillis());
  }

  /** What the run after this one did with the offsets around its own begin. */
  private String next(int index) {
    long again = 0;
    long skipped = 0;
    Map<Integer, Long> ends = earlier.get(index).nextOffsets();
    for (Map.Entry<Integer, Long> first : starts(index + 1).entrySet()) {
      long end = ends.getOrDefault(first.getKey(), first.getValue());
      again += Math.max(0, end - first.getValue());
      skipped += Math.max(0, first.getValue() - end);
    }
    return (again == 0 ? "" : "; offsets that the next run read again: " + again)
        + (skipped == 0 ? "" : "; offsets that the next run skipped: " + skipped);
  }

  private Map<Integer, Long> starts(int index) {
    return index < earlier.size() ? earlier.get(index).firstOffsets() : current.from();
  }

  /** Writes a field with all earlier runs. */
  void writeTo(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("earlier_runs");
    for (EarlierRun run : earlier) {
      json.writeStartObject();
      write(json, "from", run.firstOffsets());
      write(json, "to", run.nextOffsets());
      JsonLinesWriter.write(json, run.accounting());
      if (run.watermarkMillis() != Long.MIN_VALUE) {
        json.writeStringField("watermark", JsonLinesWriter.instant(run.watermarkMillis()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String name, Map<Integer, Long> offsets)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<Integer, Long> offset : new TreeMap<>(offsets).entrySet()) {
      json.writeNumberField(offset.getKey().toString(), offset.getValue());
    }
    json.writeEndObject();
  }
}
