package dev.isotherm.jobs.notify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses in messages, without what may be secret: user, password, query and fragment. */
public final class RedactedUrl {

  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://");
  private static final String HIDDEN = "***";

  private RedactedUrl() {}

  /**
   * Replaces secret parts by asterisks. The text need not be a valid URL: where it is not clear
   * what is what, more is hidden.
   */
  public static String of(String url) {
    Matcher scheme = SCHEME.matcher(url);
    String start = scheme.find() ? scheme.group() : "";
    int at = url.lastIndexOf('@');
    int query = indexOfQuery(url);
    if (at >= 0 && query >= 0) {
      return start + HIDDEN; // a password may hold ? or #, and a query may hold @
    }
    if (at >= 0) {
      return start + HIDDEN + url.substring(at);
    }
    return query < 0 ? url : url.substring(0, query + 1) + HIDDEN;
  }

  private static int indexOfQuery(String url) {
    for (int i = 0; i < url.length(); i++) {
      if (url.charAt(i) == '?' || url.charAt(i) == '#') {
        return i;
      }
    }
    return -1;
  }
}
