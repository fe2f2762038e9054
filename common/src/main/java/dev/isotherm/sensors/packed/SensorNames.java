package dev.isotherm.sensors.packed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Distinct names, numbered from 0 in the order in which they come. They are kept as bytes: a name
 * of 27 characters takes 50 bytes, where a {@code String} in a {@code HashMap} takes 120. To find
 * one takes two accesses to memory that is not in a cache.
 */
public final class SensorNames {

  /** Each name: its hash, its number, the number of its bytes, and these, in UTF-8. */
  private final RecordStore records = new RecordStore();

  /** Positions of names, by their hashes; 0 is free. At least half are free. */
  private int[] slots = new int[32];

  /** Positions of names, by their numbers. */
  private int[] positions = new int[16];

  private int size;

  /** Returns the number of a name, which is new if the name is. */
  public int add(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int slot = slotOf(name.hashCode(), bytes);
    if (slots[slot] != 0) {
      return numberAt(slots[slot]);
    }
    ByteBuffer to = records.begin();
    to.putInt(name.hashCode());
    RecordStore.putVarLong(to, size);
    RecordStore.putVarLong(to, bytes.length);
    to.put(bytes);
    if (size == positions.length) {
      positions = Arrays.copyOf(positions, size + (size >> 1));
    }
    positions[size] = records.append();
    slots[slot] = positions[size];
    size++;
    if (2 * size > slots.length) {
      rehash();
    }
    return size - 1;
  }

  /** Returns the number of a name; -1 if it is not there. */
  public int find(String name) {
    int position = slots[slotOf(name.hashCode(), name.getBytes(StandardCharsets.UTF_8))];
    return position == 0 ? -1 : numberAt(position);
  }

  private int numberAt(int position) {
    ByteBuffer from = records.at(position);
    from.getInt();
    return RecordStore.getVarInt(from);
  }

  public String get(int number) {
    ByteBuffer from = records.at(positions[number]);
    from.getInt();
    RecordStore.getVarInt(from);
    byte[] bytes = new byte[RecordStore.getVarInt(from)];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public int size() {
    return size;
  }

  private int slotOf(int hash, byte[] name) {
    int slot = firstSlot(hash);
    while (slots[slot] != 0 && !isAt(slots[slot], hash, name)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private int firstSlot(int hash) {
    return (hash ^ (hash >>> 16)) & (slots.length - 1);
  }

  private boolean isAt(int position, int hash, byte[] name) {
    ByteBuffer from = records.at(position);
    if (from.getInt() != hash) {
      return false;
    }
    RecordStore.getVarInt(from);
    int length = RecordStore.getVarInt(from);
    return from.slice(from.position(), length).equals(ByteBuffer.wrap(name));
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int i = 0; i < size; i++) {
      int slot = firstSlot(records.at(positions[i]).getInt());
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = positions[i];
    }
  }
}
