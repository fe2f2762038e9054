package dev.isotherm.sensors.packed;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the latest results of a function, and returns one object for equal results. May be used
 * by several threads: what one thread writes may be missed by another, which then computes it, too.
 * Keys and values must be immutable.
 */
public final class Memo<K, V> {

  private static final int SLOTS = 1 << 12;

  private record Found<K, V>(K key, V value) {}

  private final Function<K, V> function;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private final @Nullable Found<K, V>[] found = new Found[SLOTS];

  private final @Nullable Object[] values = new Object[SLOTS];

  public Memo(Function<K, V> function) {
    this.function = function;
  }

  public V of(K key) {
    int slot = slotOf(key);
    Found<K, V> last = found[slot];
    if (last == null || !last.key.equals(key)) {
      last = new Found<>(key, shared(function.apply(key)));
      found[slot] = last;
    }
    return last.value;
  }

  @SuppressWarnings("unchecked") // only values of this type are written
  private V shared(V value) {
    int slot = slotOf(value);
    Object equal = values[slot];
    if (equal != null && equal.equals(value)) {
      return (V) equal;
    }
    values[slot] = value;
    return value;
  }

  private static int slotOf(Object key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (SLOTS - 1);
  }
}
