package dev.isotherm.model.fingerprint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The fingerprint of a canonical text, line by line, so that no text needs to be in memory: a UUID
 * of the MD5 hash of all lines, each with a line end.
 */
public final class Fingerprint {

  private final MessageDigest md5;

  private Fingerprint() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("every Java has MD5", never);
    }
  }

  /**
   * Returns the fingerprint of a text.
   *
   * @param writer writes the lines, without line ends
   */
  public static String of(Consumer<Consumer<String>> writer) {
    Fingerprint fingerprint = new Fingerprint();
    writer.accept(fingerprint::line);
    return fingerprint.uuid().toString();
  }

  private void line(String line) {
    md5.update((line + '\n').getBytes(StandardCharsets.UTF_8));
  }

  /** As UUID.nameUUIDFromBytes, which needs all bytes at once: version 3, variant 2. */
  private UUID uuid() {
    ByteBuffer hash = ByteBuffer.wrap(md5.digest());
    long most = (hash.getLong() & ~0xF000L) | 0x3000L;
    long least = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }
}
