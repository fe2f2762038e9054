package dev.isotherm.flow.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values by key that are collected and then cleared, again and again. To iterate over a {@link
 * HashMap}, or to clear it, takes as long as its capacity, which never shrinks. So the map is
 * replaced when it has become much too large: the cost of a round follows what is in it, not what
 * was in it once. Not thread-safe.
 *
 * <p>Scenario: after 20,000 keys at once, rounds of one key cleared 32,768 slots each. Now the
 * first such round does, and the next begins with a new map.
 */
public final class KeyedBuffer<K, V> {

  /** A map that never had more entries is not replaced. */
  private static final int SMALL = 64;

  /** A map is replaced if it once had more than this many times the entries that it has now. */
  private static final int MUCH_LARGER = 4;

  private Map<K, V> values = new HashMap<>();

  /** The most entries of the present map at the end of a round. */
  private int most;

  public @Nullable V get(K key) {
    return values.get(key);
  }

  /** Returns the value of a key, which is made if there is none. */
  public V computeIfAbsent(K key, Function<? super K, ? extends V> make) {
    return values.computeIfAbsent(key, make);
  }

  public void put(K key, V value) {
    values.put(key, value);
  }

  public int size() {
    return values.size();
  }

  /** The values, in no particular order. */
  public Collection<V> values() {
    return values.values();
  }

  public void forEach(BiConsumer<? super K, ? super V> action) {
    values.forEach(action);
  }

  /** Ends a round: removes all entries. */
  public void clear() {
    int size = values.size();
    most = Math.max(most, size);
    if (most > SMALL && most / MUCH_LARGER > size) {
      values = new HashMap<>();
      most = 0;
    } else {
      values.clear();
    }
  }
}
