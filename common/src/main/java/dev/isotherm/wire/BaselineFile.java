package dev.isotherm.wire;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.model.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A file with a baseline. */
public final class BaselineFile {

  private BaselineFile() {}

  /**
   * Reads a file.
   *
   * @throws ConfigurationException with a sentence that names the file, if it is no baseline
   */
  public static Baseline read(Path file) {
    return read(file.toString(), file);
  }

  /**
   * Reads a file that has another name than it had.
   *
   * @param name of the file, for people
   * @throws ConfigurationException with a sentence that begins with the name, if it is no baseline
   */
  public static Baseline read(String name, Path file) {
    try {
      List<byte[]> lines =
          Files.readAllLines(file).stream()
              .map(line -> line.getBytes(StandardCharsets.UTF_8))
              .toList();
      return BaselineLines.read(lines);
    } catch (NoSuchFileException missing) {
      throw new ConfigurationException(name + ": there is no such file");
    } catch (IOException e) {
      throw new ConfigurationException(name + ": cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException wrong) {
      throw new ConfigurationException(name + " " + wrong.getMessage());
    }
  }

  /** Writes a file at once: until it is complete, an earlier one stays. */
  public static void write(Path file, List<byte[]> lines) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      bytes.write(line);
      bytes.write('\n');
    }
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    Files.write(partial, bytes.toByteArray());
    Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
