package dev.isotherm.deploy;

import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The YAML files of the folder {@code deploy}, and how values in them are found. */
final class DeployedFiles {
  static final Path FOLDER = Repository.root().resolve("deploy");

  private DeployedFiles() {}

  /** The documents of a file in the folder. */
  static List<Object> documents(String file) throws IOException {
    return documents(FOLDER.resolve(file));
  }

  static List<Object> documents(Path file) throws IOException {
    var documents = new ArrayList<Object>();
    try (InputStream in = Files.newInputStream(file)) {
      new Load(LoadSettings.builder().build()).loadAllFromInputStream(in).forEach(documents::add);
    }
    return documents;
  }

  /** The only document of a file in the folder. */
  static Object document(String file) throws IOException {
    List<Object> documents = documents(file);
    if (documents.size() != 1) {
      throw new IllegalStateException(file + " has " + documents.size() + " documents.");
    }
    return documents.get(0);
  }

  /** What is at a path of keys and of indices of lists. */
  static Object at(Object node, String path) {
    Object found = node;
    for (String key : path.split("/", -1)) {
      found =
          found instanceof List<?> list
              ? list.get(Integer.parseInt(key))
              : ((Map<?, ?>) found).get(key);
      if (found == null) {
        throw new IllegalArgumentException("Nothing is at " + key + " of " + path + ".");
      }
    }
    return found;
  }

  static String text(Object node, String path) {
    return at(node, path).toString();
  }

  static Map<?, ?> map(Object node, String path) {
    return (Map<?, ?>) at(node, path);
  }

  static List<?> list(Object node, String path) {
    return (List<?>) at(node, path);
  }

  static List<String> strings(Object node, String path) {
    return list(node, path).stream().map(Object::toString).toList();
  }
}
