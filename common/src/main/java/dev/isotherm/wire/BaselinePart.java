package dev.isotherm.wire;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.Baselines;
import dev.isotherm.model.text.InstantText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a version of a baseline, which is one record of its topic. The key says which part it
 * is; the value is some lines of the file of the baseline, see {@link BaselineLines}.
 *
 * <pre>
 * {"effective_from":"2025-07-01T12:00:00Z","version":"b0f3…","part":1,"parts":12}
 * </pre>
 *
 * <p>Without {@code effective_from}, the version is in force from the start. No two records have
 * the same key: so nothing is lost if the topic is compacted.
 *
 * @param fromMillis when the version is in force; {@link Baselines#FROM_THE_START} for always
 * @param version the fingerprint of the whole baseline
 * @param number from 1 on
 * @param parts how many there are
 */
public record BaselinePart(
    long fromMillis, String version, int number, int parts, List<byte[]> lines) {

  /** The most bytes of a part, unless it is a single line. Brokers take records of 1 MB. */
  static final int MOST_BYTES = 100_000;

  private static final String EFFECTIVE_FROM = "effective_from";
  private static final String VERSION = "version";
  private static final String PART = "part";
  private static final String PARTS = "parts";

  public BaselinePart {
    if (number < 1 || number > parts) {
      throw new IllegalArgumentException("part " + number + ": must be from 1 to " + parts);
    }
    lines = List.copyOf(lines);
  }

  /** Divides a version into parts, in their order. */
  public static List<BaselinePart> of(Baseline baseline, long fromMillis) {
    List<List<byte[]>> parts = new ArrayList<>();
    int bytes = MOST_BYTES;
    for (byte[] line : BaselineLines.of(baseline)) {
      if (bytes + line.length + 1 > MOST_BYTES) {
        parts.add(new ArrayList<>());
        bytes = 0;
      }
      parts.get(parts.size() - 1).add(line);
      bytes += line.length + 1;
    }
    String version = baseline.fingerprint();
    return IntStream.range(0, parts.size())
        .mapToObj(i -> new BaselinePart(fromMillis, version, i + 1, parts.size(), parts.get(i)))
        .toList();
  }

  /** Whether the version is complete with this part. */
  public boolean isLast() {
    return number == parts;
  }

  /** Whether this is the next part of the same version. */
  boolean follows(BaselinePart before) {
    return fromMillis == before.fromMillis
        && version.equals(before.version)
        && parts == before.parts
        && number == before.number + 1;
  }

  /** The key of the record. */
  public byte[] key() {
    return JsonLinesWriter.object(
        json -> {
          if (fromMillis != Baselines.FROM_THE_START) {
            json.writeStringField(EFFECTIVE_FROM, InstantText.of(fromMillis));
          }
          json.writeStringField(VERSION, version);
          json.writeNumberField(PART, number);
          json.writeNumberField(PARTS, parts);
        });
  }

  /** The value of the record. */
  public byte[] value() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      bytes.writeBytes(line);
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if it is not valid
   */
  public static BaselinePart read(byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null || value == null) {
      throw new IllegalArgumentException("has no " + (key == null ? "key" : "value"));
    }
    JsonFieldsReader fields = JsonFieldsReader.of(key);
    return new BaselinePart(
        fields.has(EFFECTIVE_FROM) ? fields.instant(EFFECTIVE_FROM) : Baselines.FROM_THE_START,
        fields.text(VERSION),
        whole(fields, PART),
        whole(fields, PARTS),
        lines(value));
  }

  private static int whole(JsonFieldsReader fields, String name) {
    long number = fields.whole(name);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " " + number + ": must be at least 1");
    }
    return (int) number;
  }

  private static List<byte[]> lines(byte[] value) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= value.length; i++) {
      if ((i == value.length && start < i) || (i < value.length && value[i] == '\n')) {
        lines.add(Arrays.copyOfRange(value, start, i));
        start = i + 1;
      }
    }
    return lines;
  }
}
