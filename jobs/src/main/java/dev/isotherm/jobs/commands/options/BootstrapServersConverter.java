package dev.isotherm.jobs.commands.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code host:port}, or several of them with commas between. */
final class BootstrapServersConverter extends TextConverter<String> {
  private static final Pattern SERVER =
      Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):(\\d{1,5})");

  BootstrapServersConverter() {
    super(BootstrapServersConverter::checked);
  }

  private static String checked(String text) {
    for (String server : text.split(",", -1)) {
      Matcher form = SERVER.matcher(server.strip());
      int port = form.matches() ? Integer.parseInt(form.group(1)) : 0;
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException(
            "must be host:port, or several of them with commas between");
      }
    }
    return text;
  }
}
