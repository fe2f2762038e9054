package dev.isotherm.cluster;

import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docker-compose.yml as Compose reads it, merge keys resolved. */
record ComposeFile(Map<String, Service> services, Set<String> volumes) {

  static ComposeFile load() throws IOException {
    try (InputStream in = Files.newInputStream(Repository.root().resolve("docker-compose.yml"))) {
      var yaml = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      var root = map(merged(yaml));
      var services = new LinkedHashMap<String, Service>();
      map(root.get("services")).forEach((k, v) -> services.put(k, new Service(k, map(v))));
      return new ComposeFile(services, map(root.get("volumes")).keySet());
    }
  }

  /** YAML 1.2 has no merge keys, Compose has. */
  private static Object merged(Object node) {
    if (node instanceof Map<?, ?> map) {
      var result = new LinkedHashMap<String, Object>();
      if (map.get("<<") != null) {
        result.putAll(map(merged(map.get("<<"))));
      }
      map.forEach((k, v) -> result.put(k.toString(), v == null ? Map.of() : merged(v)));
      result.remove("<<");
      return result;
    }
    return node instanceof List<?> list ? list.stream().map(ComposeFile::merged).toList() : node;
  }

  @SuppressWarnings("unchecked") // merged() has made every key a string
  private static Map<String, Object> map(Object node) {
    return node == null ? Map.of() : (Map<String, Object>) node;
  }

  private static List<String> strings(Object node) {
    if (node == null) {
      return List.of();
    }
    return node instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of(node.toString());
  }

  record Service(String name, Map<String, Object> yaml) {
    String text(String key) {
      return yaml.getOrDefault(key, "").toString();
    }

    List<String> list(String key) {
      return strings(yaml.get(key));
    }

    /** Entrypoint and command, as the container starts them. */
    List<String> words() {
      return Stream.concat(list("entrypoint").stream(), list("command").stream()).toList();
    }

    Map<String, Object> environment() {
      return map(yaml.get("environment"));
    }

    List<Map<String, Object>> mounts() {
      var mounts = new ArrayList<Map<String, Object>>();
      if (yaml.get("volumes") instanceof List<?> list) {
        list.forEach(mount -> mounts.add(map(mount)));
      }
      return mounts;
    }

    /** Service name to condition. */
    Map<String, String> dependsOn() {
      var conditions = new LinkedHashMap<String, String>();
      map(yaml.get("depends_on"))
          .forEach((k, v) -> conditions.put(k, map(v).get("condition").toString()));
      return conditions;
    }

    List<String> healthCheck() {
      return strings(map(yaml.get("healthcheck")).get("test"));
    }

    /** What {@code FLINK_PROPERTIES} puts in the place of config.yaml. */
    Map<String, String> flinkProperties() {
      var properties = new LinkedHashMap<String, String>();
      String text = environment().getOrDefault("FLINK_PROPERTIES", "").toString();
      text.lines()
          .map(line -> line.split(":", 2))
          .forEach(pair -> properties.put(pair[0].strip(), pair[1].strip()));
      return properties;
    }

    /** The arguments of isotherm's command line, if this service runs it. */
    List<String> isothermArguments() {
      var words = words();
      int start =
          Math.max(
              words.indexOf("/opt/isotherm/isotherm.jar"),
              words.indexOf("dev.isotherm.jobs.Isotherm"));
      return start < 0 ? List.of() : words.subList(start + 1, words.size());
    }
  }
}
