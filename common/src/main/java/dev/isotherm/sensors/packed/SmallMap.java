package dev.isotherm.sensors.packed;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from a few names, sorted. Two arrays: with a {@code TreeMap}, a lookup in a
 * table takes twice as long.
 */
public final class SmallMap<V> extends AbstractMap<String, V> {

  private final String[] names;
  private final V[] values;

  /**
   * Takes both arrays over.
   *
   * @param names sorted
   */
  public SmallMap(String[] names, V[] values) {
    this.names = names;
    this.values = values;
  }

  /** Copies a map, unless it is one of these. */
  @SuppressWarnings("unchecked") // nobody sees the array
  public static <V> Map<String, V> copyOf(Map<String, V> map) {
    if (map.isEmpty() || map instanceof SmallMap) {
      return map.isEmpty() ? Map.of() : map;
    }
    Map<String, V> sorted = new TreeMap<>(map);
    return new SmallMap<>(sorted.keySet().toArray(String[]::new), (V[]) sorted.values().toArray());
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public @Nullable V get(Object name) {
    int place = placeOf(name);
    return place < 0 ? null : values[place];
  }

  @Override
  public boolean containsKey(Object name) {
    return placeOf(name) >= 0;
  }

  private int placeOf(Object name) {
    int place = names.length - 1;
    while (place >= 0 && !names[place].equals(name)) {
      place--;
    }
    return place;
  }

  @Override
  public Set<Map.Entry<String, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return names.length;
      }

      @Override
      public Iterator<Map.Entry<String, V>> iterator() {
        return IntStream.range(0, names.length)
            .mapToObj(i -> (Map.Entry<String, V>) new SimpleImmutableEntry<>(names[i], values[i]))
            .iterator();
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SmallMap<?> that
        ? Arrays.equals(names, that.names) && Arrays.equals(values, that.values)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    int hash = 0; // as all maps have it
    for (int i = 0; i < names.length; i++) {
      hash += names[i].hashCode() ^ values[i].hashCode();
    }
    return hash;
  }
}
