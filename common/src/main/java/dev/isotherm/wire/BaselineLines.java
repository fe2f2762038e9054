package dev.isotherm.wire;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.Slots;
import dev.isotherm.baseline.Usual;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes and reads baselines as lines of JSON. The first line says what the slots are; each other
 * line is one slot of a series.
 *
 * <pre>
 * {"baseline":1,"by":"hour-of-week","zone":"UTC","days":28}
 * {"sensor_id":"boiler-7","metric":"temperature","slot":"mon 13","count":240,"mean":61.2,
 *  "stddev":1.9,"p5":58.1,"p25":60.1,"p50":61.2,"p75":62.4,"p95":64.3}
 * </pre>
 *
 * <p>Fields that are not known are ignored.
 */
public final class BaselineLines {

  private static final int FORM = 1;
  private static final String FORM_FIELD = "baseline";

  private BaselineLines() {}

  /** Writes a whole baseline. Equal ones give equal lines. */
  public static List<byte[]> of(Baseline baseline) {
    List<byte[]> lines = new ArrayList<>();
    lines.add(header(baseline.slots(), baseline.days()));
    baseline.learned().forEach(one -> lines.add(of(baseline.slots(), one)));
    return lines;
  }

  private static byte[] header(Slots slots, int days) {
    return JsonLinesWriter.object(
        json -> {
          json.writeNumberField(FORM_FIELD, FORM);
          json.writeStringField("by", slots.by().toString());
          json.writeStringField("zone", slots.zone().getId());
          json.writeNumberField("days", days);
        });
  }

  /** Writes what is usual in a slot. */
  public static byte[] of(Slots slots, LearnedSlot learned) {
    Usual usual = learned.usual();
    return JsonLinesWriter.object(
        json -> {
          JsonLinesWriter.writeSeries(json, learned.series());
          json.writeStringField("slot", slots.name(learned.slot()));
          json.writeNumberField("count", usual.count());
          json.writeNumberField("mean", usual.mean());
          json.writeNumberField("stddev", usual.stddev());
          for (int i = 0; i < Usual.PERCENTS.size(); i++) {
            json.writeNumberField("p" + Usual.PERCENTS.get(i), usual.percentiles().get(i));
          }
        });
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if it is not valid
   */
  public static LearnedSlot read(Slots slots, byte[] line) {
    JsonFieldsReader fields = JsonFieldsReader.of(line);
    List<Double> percentiles = new ArrayList<>();
    Usual.PERCENTS.forEach(percent -> percentiles.add(fields.number("p" + percent)));
    return new LearnedSlot(
        JsonLinesReader.readSeries(fields),
        slots.named(fields.text("slot")),
        new Usual(
            fields.whole("count"), fields.number("mean"), fields.number("stddev"), percentiles));
  }

  /**
   * Reads a whole baseline.
   *
   * @throws IllegalArgumentException with a sentence that begins with the number of the line
   */
  public static Baseline read(List<byte[]> lines) {
    JsonFieldsReader header = at(1, () -> header(lines));
    Slots slots = at(1, () -> slots(header));
    List<LearnedSlot> learned = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      byte[] line = lines.get(i);
      learned.add(at(i + 1, () -> read(slots, line)));
    }
    return at(1, () -> new Baseline(slots, Math.toIntExact(header.whole("days")), learned));
  }

  private interface Read<T> {
    T read();
  }

  private static <T> T at(int line, Read<T> part) {
    try {
      return part.read();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException("line " + line + ": " + e.getMessage(), e);
    }
  }

  private static JsonFieldsReader header(List<byte[]> lines) {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("is missing; a baseline begins with its form");
    }
    JsonFieldsReader header = JsonFieldsReader.of(lines.get(0));
    if (!header.has(FORM_FIELD)) {
      throw new IllegalArgumentException("is not that of a baseline: baseline is missing");
    }
    if (header.whole(FORM_FIELD) != FORM) {
      throw new IllegalArgumentException(
          "baseline "
              + header.whole(FORM_FIELD)
              + ": must be "
              + FORM
              + "; later forms need a later version");
    }
    return header;
  }

  private static Slots slots(JsonFieldsReader header) {
    String by = header.text("by");
    Slots.By read =
        Stream.of(Slots.By.values())
            .filter(one -> one.toString().equals(by))
            .findAny()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "by " + by + ": must be one of " + List.of(Slots.By.values())));
    try {
      return new Slots(read, ZoneId.of(header.text("zone")));
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException(
          "zone " + header.text("zone") + ": must be a time zone such as Europe/Berlin", unknown);
    }
  }
}
