package dev.isotherm.sensors.file;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.yaml.YamlText;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads files of sensors, as {@code docs/sensors.md} explains them: CSV, or YAML 1.2. A file is
 * read as a whole, or not at all; then all errors are reported.
 */
public final class SensorFile {

  /** End of the name of a file of changes. */
  public static final String CHANGES = ".jsonl";

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
   * Reads a file as {@link #read} does, or one of changes, as {@link #write} writes it.
   *
   * @param name of the file, for people
   * @throws ConfigurationException with all errors
   */
  public static SensorTables readVersions(String name, Path path) {
    if (!name.endsWith(CHANGES)) {
      return new SensorTables(read(name, path));
    }
    SensorChangeLog log = new SensorChangeLog();
    try (Stream<String> lines = Files.lines(path)) {
      lines.forEach(
          line -> log.add(SensorChangeJson.read(name, line.getBytes(StandardCharsets.UTF_8))));
      return log.tables();
    } catch (IOException | UncheckedIOException unreadable) {
      throw new ConfigurationException(name + ": cannot be read: " + unreadable.getMessage());
    }
  }

  /**
   * Writes all versions of a table as changes, one on each line.
   *
   * @param path whose name ends with {@value #CHANGES}
   */
  public static void write(SensorTables tables, Path path) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
      tables.forEachChange(change -> write(change, out));
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private static void write(SensorChange change, OutputStream out) {
    try {
      out.write(SensorChangeJson.write(change));
      out.write('\n');
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
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
