package dev.isotherm.jobs.notify;

import java.io.Serializable;
import java.net.URI;

/**
 * A receiver of alerts. Its text form holds host and port only.
 *
 * @param address where to post
 * @param authorization the header of that name; {@code null} for none
 */
public record Receiver(URI address, String authorization) implements Serializable {

  /** Host and port. */
  @Override
  public String toString() {
    int port = address.getPort();
    return address.getHost()
        + ":"
        + (port >= 0 ? port : address.getScheme().equalsIgnoreCase("https") ? 443 : 80);
  }
}
