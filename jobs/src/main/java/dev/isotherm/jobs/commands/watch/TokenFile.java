package dev.isotherm.jobs.commands.watch;

import dev.isotherm.jobs.commands.options.TextConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The token in a file. No message and no text form shows it. */
record TokenFile(String token) {

  private static final int LEAST_CHARACTERS = 16;
  private static final int MOST_BYTES = 4_096;

  static final class Converter extends TextConverter<TokenFile> {
    Converter() {
      super(TokenFile::read);
    }
  }

  /**
   * Reads a file in UTF-8. White space around the token is not part of it.
   *
   * @throws IllegalArgumentException if there is no such file, or no token in it
   */
  static TokenFile read(String file) {
    String token;
    try {
      Path path = Path.of(file);
      if (!Files.isRegularFile(path)) {
        throw new IllegalArgumentException(
            Files.exists(path) ? "is not a file" : "there is no such file");
      }
      token = Files.size(path) > MOST_BYTES ? "" : Files.readString(path).strip();
    } catch (InvalidPathException | IOException unreadable) {
      throw new IllegalArgumentException("cannot be read", unreadable);
    }
    if (token.length() < LEAST_CHARACTERS || token.lines().count() != 1) {
      throw new IllegalArgumentException(
          String.format(
              "must hold one line of at least %d characters and at most %d bytes",
              LEAST_CHARACTERS, MOST_BYTES));
    }
    return new TokenFile(token);
  }

  @Override
  public String toString() {
    return "TokenFile";
  }
}
