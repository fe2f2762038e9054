package dev.isotherm.jobs.rest;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests Flink's REST API answers. The API has no login, so whatever reaches it is
 * obeyed. This policy keeps out the web pages of others, which reach it through the browser of
 * someone who may use it:
 *
 * <ul>
 *   <li>The {@code Host} header must be an IP address or a known name. Otherwise a page could make
 *       its own name resolve to this server (DNS rebinding), and would be of the same origin.
 *   <li>The {@code Origin} header, which browsers add to every request that can change something,
 *       must be that host.
 *   <li>A request that another page causes ({@code Sec-Fetch-Site}) must be a click on a link.
 *   <li>No request with the method GET stops a job. Flink has two, which an image tag could send.
 * </ul>
 *
 * <p>A client that is no browser sends none of these headers but {@code Host}, and is not affected.
 */
final class RestRequestPolicy {

  private static final Pattern IP_ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");
  private static final Pattern PORT = Pattern.compile(":\\d*$");
  private static final Pattern STOPS_A_JOB = Pattern.compile("yarn-(cancel|stop)");
  private static final Pattern ORIGIN = Pattern.compile("https?://(.+)");
  private static final Set<String> ANOTHER_PAGE = Set.of("cross-site", "same-site");

  private final Set<String> hosts;

  /**
   * @param hosts the names of this server in lower case, without a port, beside IP addresses
   */
  RestRequestPolicy(Set<String> hosts) {
    this.hosts = Set.copyOf(hosts);
  }

  /**
   * Why a request is refused.
   *
   * @param path the decoded path
   * @param headers returns the value of a header, or null if the request does not have it
   * @return a sentence without any text of the request; empty if the request is to be answered
   */
  Optional<String> refusal(String method, String path, UnaryOperator<@Nullable String> headers) {
    if (STOPS_A_JOB.matcher(path).find()) {
      return Optional.of("This request would stop a job. Use the command flink cancel or stop.");
    }
    String host = lowerCase(headers.apply("Host"));
    if (host != null && !isKnown(PORT.matcher(host).replaceFirst(""))) {
      return Optional.of(
          "The header Host is neither an IP address nor a name of this server, which are localhost,"
              + " rest.address and those that "
              + RestRequestFilterFactory.HOSTS.key()
              + " lists.");
    }
    String origin = lowerCase(headers.apply("Origin"));
    if (origin != null && !isOrigin(origin, host)) {
      return Optional.of("The header Origin names another server than the header Host.");
    }
    if (ANOTHER_PAGE.contains(String.valueOf(headers.apply("Sec-Fetch-Site")))
        && !isClick(method, headers)) {
      return Optional.of("Another web page caused this request, and it is not a click on a link.");
    }
    return Optional.empty();
  }

  private boolean isKnown(String name) {
    return IP_ADDRESS.matcher(name).matches() || hosts.contains(name);
  }

  /** Compares no scheme, because a proxy in front of this server can add TLS. */
  private static boolean isOrigin(String origin, @Nullable String host) {
    var matcher = ORIGIN.matcher(origin);
    return matcher.matches() && matcher.group(1).equals(host);
  }

  private static boolean isClick(String method, UnaryOperator<@Nullable String> headers) {
    return method.equals("GET")
        && "navigate".equals(headers.apply("Sec-Fetch-Mode"))
        && "document".equals(headers.apply("Sec-Fetch-Dest"));
  }

  private static @Nullable String lowerCase(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
