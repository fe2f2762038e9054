package dev.isotherm.jobs.notify;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is secret about a receiver: its header {@code Authorization}, and the path and the query of
 * its address. A response may repeat them, so they are hidden before it is logged.
 */
final class ReceiverSecrets {

  private static final String HIDDEN = "***";

  /** A shorter part of an address or of a header is more likely a word of the response. */
  private static final int SHORTEST_PART = 8;

  private final Set<String> secrets = new LinkedHashSet<>();

  ReceiverSecrets(Receiver receiver) {
    URI address = receiver.address();
    add(receiver.authorization(), " ");
    for (String path : new String[] {address.getRawPath(), address.getPath()}) {
      add("/".equals(path) ? null : path, "/");
    }
    for (String query : new String[] {address.getRawQuery(), address.getQuery()}) {
      add(query, "[&;=]");
    }
  }

  /** A response may quote or escape the separators, so each long part is a secret, too. */
  private void add(@Nullable String secret, String separator) {
    if (secret == null || secret.isEmpty()) {
      return;
    }
    secrets.add(secret);
    for (String part : secret.split(separator, -1)) {
      if (part.length() >= SHORTEST_PART) {
        secrets.add(part);
      }
    }
  }

  /** The length in bytes of the longest secret, in UTF-8. */
  int longest() {
    return secrets.stream()
        .mapToInt(secret -> secret.getBytes(StandardCharsets.UTF_8).length)
        .max()
        .orElse(0);
  }

  /**
   * The beginning of a text, with asterisks in place of secrets.
   *
   * @param text whole to the end of each secret that begins in the first {@code most} characters
   * @param most how many characters of the text are looked at
   */
  String hideIn(String text, int most) {
    BitSet hidden = new BitSet();
    for (String secret : secrets) {
      for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
        hidden.set(at, at + secret.length());
      }
    }
    StringBuilder shown = new StringBuilder();
    int end = Math.min(most, text.length());
    for (int i = 0; i < end; i++) {
      if (!hidden.get(i)) {
        shown.append(text.charAt(i));
      } else if (i == 0 || !hidden.get(i - 1)) {
        shown.append(HIDDEN);
      }
    }
    return shown.toString();
  }
}
