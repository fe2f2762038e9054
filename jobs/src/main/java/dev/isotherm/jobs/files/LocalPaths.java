package dev.isotherm.jobs.files;

import org.apache.flink.core.fs.Path;

/** How paths are written for people and in results. */
public final class LocalPaths {
  private LocalPaths() {}

  /** A path as people write it: without a scheme where it is a file of this machine. */
  public static String text(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null || scheme.equals("file") ? path.getPath() : path.toString();
  }

  /** A path as short as it can be from here. */
  public static String relative(String path) {
    java.nio.file.Path here = java.nio.file.Path.of("").toAbsolutePath();
    java.nio.file.Path full = java.nio.file.Path.of(path);
    return full.startsWith(here) && !full.equals(here) ? here.relativize(full).toString() : path;
  }
}
