package dev.isotherm.cluster;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;

/** Every option that Flink's own configuration classes declare. */
final class FlinkOptions {
  private static final Pattern OPTIONS =
      Pattern.compile("org/apache/flink/configuration/[^/$]*Options\\.class");

  private FlinkOptions() {}

  /** By key; deprecated and fallback keys are not in it. */
  static Map<String, ConfigOption<?>> byKey() {
    var options = new TreeMap<String, ConfigOption<?>>();
    var source = CoreOptions.class.getProtectionDomain().getCodeSource().getLocation();
    try (var jar = new JarFile(Path.of(source.toURI()).toFile())) {
      for (String name : jar.stream().map(JarEntry::getName).toList()) {
        if (OPTIONS.matcher(name).matches()) {
          String type = name.replace('/', '.').replaceFirst("\\.class$", "");
          collect(Class.forName(type), options);
        }
      }
    } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
      throw new IllegalStateException("Flink's options cannot be read from " + source, e);
    }
    return options;
  }

  private static void collect(Class<?> type, Map<String, ConfigOption<?>> options)
      throws IllegalAccessException {
    for (var field :
        Arrays.stream(type.getFields()).filter(f -> Modifier.isStatic(f.getModifiers())).toList()) {
      if (field.get(null) instanceof ConfigOption<?> option) {
        options.put(option.key(), option);
      }
    }
  }
}
