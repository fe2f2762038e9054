package dev.isotherm.jobs.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders at which a file system is mounted, such as the volumes of a container. */
final class MountPoints {

  /** On Linux, the only place that names folders mounted from the same file system. */
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private static final int MOUNT_POINT = 4;

  private MountPoints() {}

  /** Whether a folder, by its real path, is a mount point: it cannot be renamed then. */
  static boolean contain(Path folder) throws IOException {
    if (!Files.getFileStore(folder).equals(Files.getFileStore(folder.getParent()))) {
      return true;
    }
    return Files.isReadable(MOUNTS)
        && Files.readAllLines(MOUNTS, ISO_8859_1).stream()
            .map(line -> unescaped(line.split(" ", -1)[MOUNT_POINT]))
            .anyMatch(folder.toString()::equals);
  }

  /** The kernel writes a space as {@code \040}, and likewise tabs, line ends and backslashes. */
  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        out.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        out.append(text.charAt(i));
      }
    }
    return new String(out.toString().getBytes(ISO_8859_1), UTF_8);
  }
}
