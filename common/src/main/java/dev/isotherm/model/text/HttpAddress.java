package dev.isotherm.model.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks addresses of servers that are asked by HTTP. */
public final class HttpAddress {
  private HttpAddress() {}

  /**
   * Returns what is wrong with an address; {@code null} if nothing is. The words show nothing of
   * it.
   *
   * @param example an address as it should be
   * @param secretsOption the option of the file for its user and password
   */
  public static @Nullable String errorOf(String url, String example, String secretsOption) {
    if (url.contains("@")) {
      return "must not hold a user or a password; they belong in " + secretsOption;
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException notAUrl) {
      return "must be an address such as " + example;
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return "must begin with http:// or https://";
    }
    if (uri.getHost() == null) {
      return "must name a host, of letters, digits, - and .";
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      return "must have a port from 1 to 65535";
    }
    return uri.getRawFragment() == null ? null : "must have no fragment";
  }
}
