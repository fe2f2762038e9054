package dev.isotherm.jobs.notify;

import java.io.Serializable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of alerts. Its text form, which logs and metrics show, holds host and port only.
 *
 * @param address where to post
 * @param authorization the header of that name; {@code null} for none
 */
public record Receiver(URI address, @Nullable String authorization) implements Serializable {

  /** Host and port. */
  @Override
  public String toString() {
    int standard = address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    return address.getHost() + ":" + (address.getPort() < 0 ? standard : address.getPort());
  }
}
