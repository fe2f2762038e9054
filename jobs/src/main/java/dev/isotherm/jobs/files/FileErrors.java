package dev.isotherm.jobs.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Errors of reading and writing, in words for users. */
public final class FileErrors {
  private FileErrors() {}

  /**
   * An error that names its file. It has no cause, because users are shown the deepest cause, which
   * does not name the file.
   *
   * @param what begins the sentence, such as {@code a.csv: cannot be read}
   */
  public static IOException of(String what, IOException error) {
    IOException named = new IOException(what + ": " + reason(error));
    named.addSuppressed(error);
    return named;
  }

  /** Why something failed, without the name of the file. */
  public static String reason(IOException error) {
    if (error instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (error instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (error instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    if (error.getMessage() == null) {
      return error instanceof EOFException ? "it ends too early" : error.getClass().getSimpleName();
    }
    return error.getMessage();
  }
}
