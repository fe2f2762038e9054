package dev.isotherm.parse.inspect;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The arrays in the messages of a sample. */
final class SampledArrays {

  private final Set<String> paths = new LinkedHashSet<>();
  private final Map<String, Integer> ofObjects = new LinkedHashMap<>();

  /** Takes an array that is inside of a message. */
  void add(String path) {
    paths.add(path);
  }

  /** Takes an array that begins with an object, also one that is a whole message. */
  void ofObjects(String path) {
    ofObjects.merge(path, 1, Integer::sum);
  }

  /** Returns the paths of the arrays inside of messages. */
  Collection<String> paths() {
    return paths;
  }

  /**
   * Returns the path of the most frequent array of objects; {@code null} if there is none, or if
   * others are as frequent.
   */
  @Nullable String mostFrequentOfObjects() {
    int most = ofObjects.values().stream().mapToInt(count -> count).max().orElse(0);
    List<String> frequent =
        ofObjects.entrySet().stream()
            .filter(array -> array.getValue() == most)
            .map(Map.Entry::getKey)
            .toList();
    return frequent.size() == 1 ? frequent.get(0) : null;
  }
}
