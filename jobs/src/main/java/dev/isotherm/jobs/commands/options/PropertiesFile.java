package dev.isotherm.jobs.commands.options;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.TypeConversionException;

/** Reads a properties file of the user. It may hold secrets, so no message shows its contents. */
public final class PropertiesFile {
  private PropertiesFile() {}

  /**
   * Reads a file in UTF-8.
   *
   * @throws TypeConversionException if it cannot be read
   */
  public static Properties read(String file) {
    Properties settings = new Properties();
    try {
      Path path = Path.of(file);
      if (!Files.isRegularFile(path)) {
        throw new TypeConversionException(
            Files.exists(path) ? "is not a file" : "there is no such file");
      }
      try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
        settings.load(reader);
      }
    } catch (InvalidPathException | IOException unreadable) {
      throw new TypeConversionException("cannot be read");
    } catch (IllegalArgumentException badEscape) {
      throw new TypeConversionException(
          "is not a properties file: a \\u is not followed by four hexadecimal digits");
    }
    return settings;
  }
}
