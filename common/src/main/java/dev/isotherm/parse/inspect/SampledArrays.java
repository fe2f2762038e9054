package dev.isotherm.parse.inspect;

import dev.isotherm.parse.mapping.MessageForm;
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

  /** Arrays of plain values, and their lengths, by the object that has them. */
  private final Map<String, Set<String>> members = new LinkedHashMap<>();

  private final Map<String, Set<Integer>> lengths = new LinkedHashMap<>();

  /** Takes an array that is inside of a message. */
  void add(String path) {
    paths.add(path);
  }

  /** Takes an array that begins with an object, also one that is a whole message. */
  void ofObjects(String path) {
    ofObjects.merge(path, 1, Integer::sum);
  }

  /** Takes an array of plain values. */
  void ofValues(String path, int count) {
    if (count > 0) {
      String parent = path.substring(0, Math.max(0, path.lastIndexOf('.')));
      lengths.computeIfAbsent(parent, unseen -> new LinkedHashSet<>()).add(count);
      members.computeIfAbsent(parent, unseen -> new LinkedHashSet<>()).add(path);
    }
  }

  /**
   * Returns the path of the object whose arrays have the same length each; {@code null} if there is
   * none, or several.
   */
  @Nullable String parallel() {
    List<String> objects =
        members.entrySet().stream()
            .filter(object -> object.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .filter(object -> lengths.getOrDefault(object, Set.of()).size() == 1)
            .toList();
    if (objects.size() != 1) {
      return null;
    }
    return objects.get(0).isEmpty() ? MessageForm.WHOLE : objects.get(0);
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
