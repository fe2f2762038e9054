package dev.isotherm.local.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a broker says, in the files of its folder. */
record BrokerLog(Path folder) {
  private static final int LINES = 30;

  Path file() {
    return folder.resolve("broker.log");
  }

  /** What does not go through the logger: a failed format, a JVM that cannot start. */
  Path output() {
    return folder.resolve("broker.out");
  }

  String lastWords() {
    return tail(output()) + tail(file());
  }

  private static String tail(Path file) {
    try {
      var lines = Files.readAllLines(file);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return file.getFileName() + " cannot be read: " + e.getMessage() + "\n";
    }
  }
}
