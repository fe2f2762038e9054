package dev.isotherm.sensors.file;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.yaml.YamlText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads files of sensors, as {@code docs/sensors.md} explains them: CSV, or YAML 1.2. A file is
 * read as a whole, or not at all; then all errors are reported.
 */
public final class SensorFile {

  private SensorFile() {}

  /**
   * Reads a file; the end of its name says what it is.
   *
   * @throws ConfigurationException with all errors, each with file, line, key, value and what is
   *     allowed
   */
  public static SensorTable read(Path path) {
    return read(path.toString(), path);
  }

  /**
   * Reads a file that has another name than it had; the end of that name says what it is.
   *
   * @param name of the file, for people
   * @throws ConfigurationException with all errors
   */
  public static SensorTable read(String name, Path path) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    if (lowerCase.endsWith(".yaml") || lowerCase.endsWith(".yml")) {
      return parseYaml(name, YamlText.text(path));
    }
    if (!lowerCase.endsWith(".csv")) {
      throw new ConfigurationException(name + ": must end with .csv, .yaml or .yml");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return parseCsv(name, in);
    } catch (NoSuchFileException missing) {
      throw new ConfigurationException(name + ": there is no such file");
    } catch (IOException unreadable) {
      throw new ConfigurationException(name + ": cannot be read: " + unreadable.getMessage());
    }
  }

  /**
   * Reads the text of a file of YAML.
   *
   * @param name of the file, for people
   * @throws ConfigurationException with all errors
   */
  public static SensorTable parseYaml(String name, String text) {
    return YamlReader.read(name, text);
  }

  /**
   * Reads a file of CSV in UTF-8.
   *
   * @param name of the file, for people
   * @throws ConfigurationException with all errors
   */
  public static SensorTable parseCsv(String name, InputStream in) throws IOException {
    return CsvReader.read(name, in);
  }

  /**
   * Reads the text of a file of CSV.
   *
   * @param name of the file, for people
   * @throws ConfigurationException with all errors
   */
  public static SensorTable parseCsv(String name, String text) {
    try (InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
      return parseCsv(name, in);
    } catch (IOException never) {
      throw new UncheckedIOException(never); // reading from memory does not fail
    }
  }
}
