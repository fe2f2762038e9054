package dev.isotherm.jobs.commands.watch;

import dev.isotherm.jobs.commands.options.TextConverter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen on.
 *
 * @param text as the user wrote it
 */
record BindAddress(String text, InetSocketAddress address) {

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):(\\d{1,5})");

  private static final int HIGHEST_PORT = 65_535;

  static final class Converter extends TextConverter<BindAddress> {
    Converter() {
      super(BindAddress::parse);
    }
  }

  /**
   * Parses {@code HOST:PORT}, and looks the host up.
   *
   * @throws IllegalArgumentException if it is something else, or the host is not known
   */
  static BindAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    int port = form.matches() ? Integer.parseInt(form.group(2)) : HIGHEST_PORT + 1;
    if (port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "must be HOST:PORT, with a port of at most " + HIGHEST_PORT + ", such as localhost:8090");
    }
    try {
      InetAddress host = InetAddress.getByName(form.group(1));
      return new BindAddress(text, new InetSocketAddress(host, port));
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException("the host " + form.group(1) + " is not known", unknown);
    }
  }

  /** Whether only this machine can reach it. */
  boolean isLoopback() {
    return address.getAddress().isLoopbackAddress();
  }

  /** The address for a browser on this machine. */
  String url(int port) {
    boolean any = address.getAddress().isAnyLocalAddress();
    String host = any ? "localhost" : text.substring(0, text.lastIndexOf(':'));
    return "http://" + host + ":" + port + "/";
  }
}
