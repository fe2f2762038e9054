package dev.isotherm.jobs.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that the arguments of a command name: files, folders with all their subfolders,
 * and globs. Names that begin with a dot or an underscore are hidden unless they are arguments
 * themselves. The folder of the results is excluded, because it contains those of an earlier run.
 */
public final class InputFiles {

  private static final String GLOB_CHARACTERS = "*?[{";
  private static final PathMatcher ANY = path -> true;

  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> filesOfArgument = new TreeSet<>(Comparator.comparing(Path::toString));
  private final List<String> errors = new ArrayList<>();

  private final @Nullable Path output;

  private InputFiles(@Nullable Path output) {
    this.output = output;
  }

  /**
   * Finds the files. Arguments without a file become {@link #errors()}.
   *
   * @param output the folder of the results, which may contain those of an earlier run; {@code
   *     null} for none
   */
  public static InputFiles find(List<String> arguments, @Nullable Path output) {
    InputFiles found = new InputFiles(output);
    for (String argument : arguments) {
      found.add(argument);
      found.files.removeAll(found.filesOfArgument);
      found.files.addAll(found.filesOfArgument);
      found.filesOfArgument.clear();
    }
    return found;
  }

  /**
   * The distinct files in the order of the arguments, those of one argument by path. A file that
   * several arguments name has the place of the last.
   */
  public List<Path> files() {
    return List.copyOf(files);
  }

  /** One sentence for each argument without a readable file. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  private void add(String argument) {
    try {
      Path path = qualified(argument);
      if (liesInOutput(path)) {
        errors.add(argument + ": is in the folder of the results; name another --output");
      } else if (path.getFileSystem().exists(path)) {
        if (!addTree(path.getFileSystem().getFileStatus(path), ANY)) {
          errors.add(argument + ": no file in this folder");
        }
      } else if (isGlob(argument)) {
        addMatching(argument, path);
      } else {
        errors.add(argument + ": no such file or folder");
      }
    } catch (IOException | IllegalArgumentException e) {
      errors.add(argument + ": cannot be read: " + e.getMessage());
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
    FileSystem fileSystem = folder.getFileSystem();
    if (!fileSystem.exists(folder) || !addTree(fileSystem.getFileStatus(folder), matcher)) {
      errors.add(argument + ": no file matches");
    }
  }

  /**
   * Adds a file, or the files of a folder, that match or are in a folder that matches. Returns
   * whether there are any.
   */
  private boolean addTree(FileStatus status, PathMatcher matcher) throws IOException {
    if (liesInOutput(status.getPath())) {
      return false;
    }
    boolean matches = matcher.matches(java.nio.file.Path.of(status.getPath().getPath()));
    if (!status.isDir()) {
      if (matches) {
        filesOfArgument.add(status.getPath());
      }
      return matches;
    }
    FileStatus[] children = status.getPath().getFileSystem().listStatus(status.getPath());
    if (children == null) {
      throw new FileNotFoundException(status.getPath() + " vanished");
    }
    boolean found = false;
    for (FileStatus child : children) {
      if (!isHidden(child.getPath())) {
        found |= addTree(child, matches ? ANY : matcher);
      }
    }
    return found;
  }

  private static boolean isHidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }
}
