package dev.isotherm.jobs.files;

import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.FileFormat;
import dev.isotherm.parse.dialect.Inferred;
import dev.isotherm.parse.dialect.RefusedFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of the input files before a run: which are refused, and what was inferred. Each
 * file is opened; of very many, only the first. Those that cannot be opened are left to the run.
 */
public final class InputDialects {

  private static final int MOST_FILES = 2_000;

  private final List<Path> readable = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final Set<FileFormat> formats = EnumSet.noneOf(FileFormat.class);
  private final Map<Inferred.Kind, Noted> notes = new EnumMap<>(Inferred.Kind.class);
  private final Map<Path, Long> lengths = new LinkedHashMap<>();
  private @Nullable Noted cut;
  private @Nullable String firstOfArchive;
  private @Nullable String firstOther;

  private static final class Noted {
    private final String first;
    private int files;

    Noted(String first) {
      this.first = first;
    }

    String sentence() {
      return switch (files) {
        case 1 -> first;
        case 2 -> first + "; so is 1 more file";
        default -> first + "; so are " + (files - 1) + " more files";
      };
    }
  }

  private InputDialects() {}

  /** Looks at files. */
  public static InputDialects of(List<Path> files, DialectOptions options) {
    InputDialects found = new InputDialects();
    for (Path file : files) {
      if (found.readable.size() + found.refused.size() < MOST_FILES) {
        found.add(file, options);
      } else {
        found.readable.add(file);
        found.formats.addAll(EnumSet.allOf(FileFormat.class));
      }
    }
    return found;
  }

  private void add(Path file, DialectOptions options) {
    String name = LocalPaths.relative(LocalPaths.text(file));
    try (FileContent content = FileContent.open(file, options)) {
      for (Inferred.Note note : content.inferred().notes()) {
        notes.computeIfAbsent(note.kind(), kind -> new Noted(name + " " + note.sentence())).files++;
      }
      long length = length(file);
      if (content.mayEndWithinALine(length)) {
        cut =
            cut == null
                ? new Noted(
                    name
                        + " is perhaps still being written: its last line has no end, so its last"
                        + " value may be cut")
                : cut;
        cut.files++;
      }
      lengths.put(file, length);
      readable.add(file);
      formats.add(content.dialect().format());
      if (content.isArchive()) {
        firstOfArchive = firstOfArchive == null ? name : firstOfArchive;
      } else {
        firstOther = firstOther == null ? name : firstOther;
      }
    } catch (RefusedFileException e) {
      refused.add(name + " " + e.sentence());
    } catch (IOException e) {
      readable.add(file);
      formats.addAll(EnumSet.allOf(FileFormat.class));
    }
  }

  /** The files that are not refused. */
  public List<Path> readable() {
    return List.copyOf(readable);
  }

  /** Whether the files are an archive of a stream, by those that were opened. */
  public boolean areArchive() {
    return firstOfArchive != null && firstOther == null;
  }

  /** One sentence if some files are of an archive, and others are not. */
  public List<String> mixed() {
    return firstOfArchive == null || firstOther == null
        ? List.of()
        : List.of(
            firstOfArchive
                + " is of an archive of a stream, and "
                + firstOther
                + " is not; read them in two runs");
  }

  /** The formats that the readable files have; all formats if that is not known. */
  public Set<FileFormat> formats() {
    return Set.copyOf(formats);
  }

  /** One sentence for each file that must not be read, with the option to try. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  /**
   * One sentence for each kind of thing that was inferred, with the option that fixes it, and one
   * if a file may be cut.
   */
  public List<String> notes() {
    return Stream.concat(notes.values().stream(), Stream.ofNullable(cut))
        .map(Noted::sentence)
        .toList();
  }

  /** One sentence if files are longer than before the run. */
  public List<String> grown() {
    Noted grown = null;
    for (Map.Entry<Path, Long> before : lengths.entrySet()) {
      if (isLonger(before.getKey(), before.getValue())) {
        grown =
            grown == null
                ? new Noted(
                    LocalPaths.relative(LocalPaths.text(before.getKey()))
                        + " is longer than when the run began: what was added is not all in the"
                        + " results")
                : grown;
        grown.files++;
      }
    }
    return grown == null ? List.of() : List.of(grown.sentence());
  }

  private static boolean isLonger(Path file, long before) {
    try {
      return length(file) > before;
    } catch (IOException e) {
      return false; // it is no longer there
    }
  }

  private static long length(Path file) throws IOException {
    return file.getFileSystem().getFileStatus(file).getLen();
  }
}
