package dev.isotherm.sensors.packed;

import java.util.Arrays;

/**
 * Distinct texts, numbered from 0 in the order in which they come. A text costs its {@code String}
 * and 12 to 20 bytes; a node of a {@code HashMap} costs 40 more.
 */
public final class Dictionary {

  private String[] texts = new String[16];

  /** Number of a text plus 1; 0 is free. At least half are free. */
  private int[] slots = new int[32];

  private int size;

  /** Returns the number of a text, which is new if the text is. */
  public int add(String text) {
    int slot = slotOf(text);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == texts.length) {
      texts = Arrays.copyOf(texts, size + (size >> 1));
    }
    texts[size] = text;
    slots[slot] = ++size;
    if (2 * size > slots.length) {
      rehash();
    }
    return size - 1;
  }

  /** Returns the number of a text; -1 if it is not there. */
  public int find(String text) {
    return slots[slotOf(text)] - 1;
  }

  public String get(int number) {
    return texts[number];
  }

  public int size() {
    return size;
  }

  private int slotOf(String text) {
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (slots.length - 1);
    while (slots[slot] != 0 && !texts[slots[slot] - 1].equals(text)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int i = 0; i < size; i++) {
      slots[slotOf(texts[i])] = i + 1;
    }
  }
}
