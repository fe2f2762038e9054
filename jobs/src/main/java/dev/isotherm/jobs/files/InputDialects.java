package dev.isotherm.jobs.files;

import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.FileFormat;
import dev.isotherm.parse.dialect.Inferred;
import dev.isotherm.parse.dialect.RefusedFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.core.fs.Path;

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
      readable.add(file);
      formats.add(content.dialect().format());
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

  /** The formats that the readable files have; all formats if that is not known. */
  public Set<FileFormat> formats() {
    return Set.copyOf(formats);
  }

  /** One sentence for each file that must not be read, with the option to try. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  /** One sentence for each kind of thing that was inferred, with the option that fixes it. */
  public List<String> notes() {
    return notes.values().stream().map(Noted::sentence).toList();
  }
}
