package dev.isotherm.parse.fast;

import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.LeftOutReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values of one message that are no readings. They are counted only once the message is
 * accepted, since a message that falls back is read again. Reused from message to message.
 */
public final class LeftOutValues {

  private LeftOutCounts.Field[] fields = new LeftOutCounts.Field[4];
  private LeftOutReason[] reasons = new LeftOutReason[4];
  private int[] begins = new int[4];
  private int[] ends = new int[4];
  private int count;

  void clear() {
    count = 0;
  }

  /** Adds a value whose text lies between two indices of the message's array. */
  void add(LeftOutCounts.Field field, LeftOutReason reason, int from, int to) {
    if (count == fields.length) {
      fields = Arrays.copyOf(fields, 2 * count);
      reasons = Arrays.copyOf(reasons, 2 * count);
      begins = Arrays.copyOf(begins, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    fields[count] = field;
    reasons[count] = reason;
    begins[count] = from;
    ends[count++] = to;
  }

  /**
   * Counts the values of an accepted message.
   *
   * @param bytes the array of the message
   */
  public void count(byte[] bytes) {
    for (int i = 0; i < count; i++) {
      fields[i].add(reasons[i], bytes, begins[i], ends[i]);
    }
  }

  /** Returns the values as the complete parser gives them. */
  public List<LeftOut> list(byte[] bytes) {
    List<LeftOut> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = new String(bytes, begins[i], ends[i] - begins[i], StandardCharsets.ISO_8859_1);
      list.add(LeftOut.one(fields[i].name(), reasons[i], text));
    }
    return list;
  }
}
