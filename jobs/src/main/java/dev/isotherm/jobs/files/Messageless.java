package dev.isotherm.jobs.files;

import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.RefusedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** Looks into a file in which a run found no message. */
public final class Messageless {

  /** How much of the file is looked at. */
  private static final int MAX_BYTES = 1 << 16;

  private static final int MAX_SHOWN = 60;

  private Messageless() {}

  /**
   * What the file has instead of messages, in a few words; {@code null} if it is empty or cannot be
   * read.
   */
  public static @Nullable String content(Path path, DialectOptions options) {
    byte[] start;
    boolean hasHeader;
    try (FileContent content = FileContent.open(path, options)) {
      start = content.in().readNBytes(MAX_BYTES);
      hasHeader = content.dialect().header();
    } catch (IOException | RefusedFileException e) {
      return null; // the run has read it, so it has changed since
    }
    if (start.length == 0) {
      return null;
    }
    String text = new String(start, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      return "only blank lines";
    }
    return hasHeader ? "only a header: " + shown(text) : "no line that is a message";
  }

  private static String shown(String text) {
    String line = text.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
    int length = Math.min(line.length(), MAX_SHOWN);
    return '"' + line.substring(0, length) + (length < line.length() ? "…" : "") + '"';
  }
}
