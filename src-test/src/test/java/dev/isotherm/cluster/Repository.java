package dev.isotherm.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the checkout that the tests run in. */
public final class Repository {
  private Repository() {}

  /** Its root, from whatever folder of it the tests were started. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("flink-conf"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("No parent of the working directory holds flink-conf.");
      }
    }
    return folder;
  }

  /** The jar that is submitted, as the build makes it. */
  public static Path jar() {
    return root().resolve("jobs/target/isotherm.jar");
  }
}
