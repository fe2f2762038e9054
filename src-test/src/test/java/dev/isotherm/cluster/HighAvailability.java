package dev.isotherm.cluster;

import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/** The profile in flink-conf/high-availability.yaml. */
final class HighAvailability {
  static final Path FILE = Repository.root().resolve("flink-conf/high-availability.yaml");

  private HighAvailability() {}

  /**
   * Reads it as Flink does, which wants a file of another name.
   *
   * @param temporary an existing folder
   */
  static Configuration profile(Path temporary) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("profile"));
    Files.copy(FILE, folder.resolve("config.yaml"));
    return GlobalConfiguration.loadConfiguration(folder.toString());
  }
}
