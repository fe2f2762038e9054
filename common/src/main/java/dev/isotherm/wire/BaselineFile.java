package dev.isotherm.wire;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.Baselines;
import dev.isotherm.model.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A file with a baseline. */
public final class BaselineFile {

  private static final String VERSIONS = "versions";
  private static final String FROM = "from ";

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
    return read(name, () -> baseline(Files.readAllLines(file)));
  }

  private interface Reader<T> {
    T read() throws IOException;
  }

  private static <T> T read(String name, Reader<T> reader) {
    try {
      return reader.read();
    } catch (NoSuchFileException missing) {
      throw new ConfigurationException(name + ": there is no such file");
    } catch (IOException e) {
      throw new ConfigurationException(name + ": cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException wrong) {
      throw new ConfigurationException(name + " " + wrong.getMessage());
    }
  }

  private static Baseline baseline(List<String> lines) {
    return BaselineLines.read(
        lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /**
   * Reads a file as {@link #read(String, Path)} does, or one of versions, as {@link #writeVersions}
   * writes it.
   *
   * @throws ConfigurationException with a sentence that begins with the name
   */
  public static Baselines readVersions(String name, Path file) {
    return read(name, () -> versions(Files.readAllLines(file)));
  }

  private static Baselines versions(List<String> lines) {
    if (lines.isEmpty() || !lines.get(0).equals(VERSIONS)) {
      return Baselines.of(baseline(lines));
    }
    Baselines versions = new Baselines();
    int start = 1;
    while (start < lines.size()) {
      int end = start + 1;
      while (end < lines.size() && !lines.get(end).startsWith(FROM)) {
        end++;
      }
      long fromMillis = Long.parseLong(lines.get(start).substring(FROM.length()));
      versions.add(fromMillis, baseline(lines.subList(start + 1, end)));
      start = end;
    }
    return versions;
  }

  /**
   * Writes all versions: before the lines of each, one with its instant. For {@link #readVersions}
   * of the same version of this program.
   */
  public static void writeVersions(Path file, Baselines versions) throws IOException {
    List<byte[]> lines = new ArrayList<>();
    lines.add(VERSIONS.getBytes(StandardCharsets.UTF_8));
    for (Baselines.Version version : versions.versions()) {
      lines.add((FROM + version.fromMillis()).getBytes(StandardCharsets.UTF_8));
      lines.addAll(BaselineLines.of(version.baseline()));
    }
    write(file, lines);
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
