package dev.isotherm.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Secrets that occur nowhere by accident, and the places in which they were found. Each is looked
 * for as it is and in Base64, at each of the three offsets that its text may have there.
 */
final class Canaries {
  private final Map<String, List<String>> forms = new LinkedHashMap<>();
  private final List<String> findings = new ArrayList<>();
  private int places;

  /**
   * Makes up a secret.
   *
   * @param name what it stands for
   */
  String secret(String name) {
    return watch(name, name + "-" + UUID.randomUUID());
  }

  /** Looks for this text, too. */
  String watch(String name, String text) {
    List<String> all = new ArrayList<>(List.of(text));
    for (int offset = 0; offset < 3; offset++) {
      String padded = "x".repeat(offset) + text;
      String code = Base64.getEncoder().withoutPadding().encodeToString(padded.getBytes(UTF_8));
      // The characters at both ends depend on what is around the text.
      all.add(code.substring(offset == 0 ? 0 : offset + 1, code.length() - 1));
    }
    forms.put(name, all);
    return text;
  }

  /** Looks for all secrets in a text. */
  void search(String place, String text) {
    places++;
    forms.forEach(
        (name, all) -> {
          if (all.stream().anyMatch(text::contains)) {
            findings.add(name + " in " + place);
          }
        });
  }

  /** Looks for all secrets in bytes. */
  void search(String place, byte[] bytes) {
    search(place, new String(bytes, ISO_8859_1));
  }

  /** Looks for all secrets in all files of a folder, and in their names. */
  void searchFiles(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            String place = folder.relativize(file).toString();
            search(place, file.toString());
            try {
              search(place, Files.readAllBytes(file));
            } catch (NoSuchFileException deletedMeanwhile) {
              return FileVisitResult.CONTINUE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException deletedMeanwhile) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException deletedMeanwhile) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** What was found where. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  /** How many texts were searched. */
  int places() {
    return places;
  }
}
