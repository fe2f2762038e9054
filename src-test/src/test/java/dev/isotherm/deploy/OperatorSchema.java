package dev.isotherm.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The schema of a custom resource, as its definition has it: types, enums, required and known
 * properties, elements of lists and maps.
 */
record OperatorSchema(Map<?, ?> schema) {

  /** The schema of the first version that a definition has. */
  static OperatorSchema read(Path definition) throws IOException {
    Object root = DeployedFiles.documents(definition).get(0);
    return new OperatorSchema(
        DeployedFiles.map(root, "spec/versions/0/schema/openAPIV3Schema/properties/spec"));
  }

  /** What is wrong with the {@code spec} of a resource, each fault with its path. */
  List<String> faults(Object spec) {
    var faults = new ArrayList<String>();
    check(schema, spec, "spec", faults);
    return faults;
  }

  private static void check(Map<?, ?> schema, Object value, String path, List<String> faults) {
    if (schema.get("enum") instanceof Collection<?> allowed && !allowed.contains(value)) {
      faults.add(path + ": " + value + " is not one of " + allowed);
    }
    boolean intOrString = Boolean.TRUE.equals(schema.get("x-kubernetes-int-or-string"));
    if (intOrString && !(value instanceof Integer) && !(value instanceof String)) {
      faults.add(path + ": " + value + " is neither an integer nor a string");
    }
    if (schema.get("type") != null && !hasType(value, schema.get("type").toString())) {
      faults.add(path + ": " + value + " is not of type " + schema.get("type"));
    } else if (value instanceof Map<?, ?> map) {
      checkProperties(schema, map, path, faults);
    } else if (value instanceof List<?> list && schema.get("items") instanceof Map<?, ?> items) {
      for (int i = 0; i < list.size(); i++) {
        check(items, list.get(i), path + "/" + i, faults);
      }
    }
  }

  private static void checkProperties(
      Map<?, ?> schema, Map<?, ?> value, String path, List<String> faults) {
    if (schema.get("required") instanceof Collection<?> required) {
      required.stream()
          .filter(key -> !value.containsKey(key))
          .forEach(key -> faults.add(path + ": lacks " + key));
    }
    Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
    value.forEach(
        (key, each) -> {
          String place = path + "/" + key;
          if (properties.get(key) instanceof Map<?, ?> known) {
            check(known, each, place, faults);
          } else if (schema.get("additionalProperties") instanceof Map<?, ?> additional) {
            check(additional, each, place, faults);
          } else if (!Boolean.TRUE.equals(schema.get("x-kubernetes-preserve-unknown-fields"))) {
            faults.add(place + ": is not known");
          }
        });
  }

  private static boolean hasType(Object value, String type) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }
}
