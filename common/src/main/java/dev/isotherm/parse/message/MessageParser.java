package dev.isotherm.parse.message;

/**
 * Turns the bytes of one message into readings or a rejection. Not thread-safe: each task makes its
 * own.
 */
public interface MessageParser {

  /**
   * Parses one message.
   *
   * @param bytes the array that holds the message; not changed, not kept
   * @param offset index of its first byte
   * @param length how many bytes it has; 0 for an empty one
   * @return never {@code null}; never throws, whatever the bytes are
   */
  Parsed parse(byte[] bytes, int offset, int length);
}
