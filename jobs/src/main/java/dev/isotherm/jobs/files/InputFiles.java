package dev.isotherm.jobs.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Finds the files that the arguments of a command name: files, folders (with all folders in them),
 * and globs. What begins with a dot or an underscore is hidden, unless it is named itself. The
 * folder of the results is no input: it is emptied before the files are read.
 */
public final class InputFiles {

  private static final String GLOB_CHARACTERS = "*?[{";

  private final Set<Path> files = new TreeSet<>(Comparator.comparing(Path::toString));
  private final List<String> faults = new ArrayList<>();

  private final Path output;

  private InputFiles(Path output) {
    this.output = output;
  }

  /**
   * Finds the files; arguments that name nothing become {@link #faults()}.
   *
   * @param output the folder of the results: what lies in it from an earlier run is no input;
   *     {@code null} for none
   */
  public static InputFiles find(List<String> arguments, Path output) {
    InputFiles found = new InputFiles(output);
    arguments.forEach(found::add);
    return found;
  }

  /** The files, each once, in the order of their names. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  /** A sentence for each argument that names nothing that can be read. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  private void add(String argument) {
    try {
      Path path = qualified(argument);
      if (liesInOutput(path)) {
        faults.add(argument + ": lies in the folder of the results; name another --output");
      } else if (path.getFileSystem().exists(path)) {
        addPresent(argument, path.getFileSystem().getFileStatus(path));
      } else if (isGlob(argument)) {
        addMatching(argument, path);
      } else {
        faults.add(argument + ": no such file or folder");
      }
    } catch (IOException | IllegalArgumentException e) {
      faults.add(argument + ": cannot be read: " + e.getMessage());
    }
  }

  private void addPresent(String argument, FileStatus status) throws IOException {
    if (!addTree(status)) {
      faults.add(argument + ": no file in this folder");
    }
  }

  private static Path qualified(String argument) throws IOException {
    Path path = new Path(argument);
    if (path.toUri().getScheme() == null) {
      path = new Path(java.nio.file.Path.of(argument).toAbsolutePath().normalize().toString());
    }
    return path.makeQualified(path.getFileSystem());
  }

  private boolean liesInOutput(Path path) {
    for (Path folder = output == null ? null : path; folder != null; folder = folder.getParent()) {
      if (folder.getPath().equals(output.getPath())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGlob(String argument) {
    return argument.chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0);
  }

  private void addMatching(String argument, Path glob) throws IOException {
    String pattern = glob.getPath();
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    Path folder = glob.getParent();
    while (folder.getParent() != null && isGlob(folder.getPath())) {
      folder = folder.getParent();
    }
    if (!folder.getFileSystem().exists(folder) || !addMatching(folder, matcher)) {
      faults.add(argument + ": no file matches");
    }
  }

  /** Whether there is a file among what matches. */
  private boolean addMatching(Path folder, PathMatcher matcher) throws IOException {
    boolean found = false;
    for (FileStatus child : children(folder)) {
      if (matcher.matches(java.nio.file.Path.of(child.getPath().getPath()))) {
        found |= addTree(child);
      } else if (child.isDir()) {
        found |= addMatching(child.getPath(), matcher);
      }
    }
    return found;
  }

  /** Whether there is a file in it, or it is one. */
  private boolean addTree(FileStatus status) throws IOException {
    if (liesInOutput(status.getPath())) {
      return false;
    }
    if (!status.isDir()) {
      files.add(status.getPath());
      return true;
    }
    boolean found = false;
    for (FileStatus child : children(status.getPath())) {
      found |= addTree(child);
    }
    return found;
  }

  private static List<FileStatus> children(Path folder) throws IOException {
    FileSystem fileSystem = folder.getFileSystem();
    FileStatus[] children = fileSystem.listStatus(folder);
    if (children == null) {
      throw new FileNotFoundException(folder + " vanished");
    }
    return Arrays.stream(children).filter(child -> !isHidden(child.getPath())).toList();
  }

  private static boolean isHidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }
}
