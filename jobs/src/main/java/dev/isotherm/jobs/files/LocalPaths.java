package dev.isotherm.jobs.files;

import org.apache.flink.core.fs.Path;

/** Formats paths for users and results. */
public final class LocalPaths {
  private LocalPaths() {}

  /** A path without the scheme if it is a local file. */
  public static String text(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null || scheme.equals("file") ? path.getPath() : path.toString();
  }

  /** A path relative to the working directory if it is inside of it. */
  public static String relative(String path) {
    java.nio.file.Path here = java.nio.file.Path.of("").toAbsolutePath();
    java.nio.file.Path full = java.nio.file.Path.of(path);
    return full.startsWith(here) && !full.equals(here) ? here.relativize(full).toString() : path;
  }
}
