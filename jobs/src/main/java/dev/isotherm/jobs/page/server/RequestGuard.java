package dev.isotherm.jobs.page.server;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are answered.
 *
 * <p>Without a token, only this machine is served. A page of another site could reach it, too, if
 * its name were made to point to this machine. So the header {@code Host} must name this machine.
 * With a token, each request must have it, as the password of HTTP's basic authentication.
 */
final class RequestGuard {

  /** A refused request: status and a sentence. */
  record Refusal(int status, String sentence) {}

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final String BASIC = "basic ";

  private final byte @Nullable [] tokenDigest;

  /**
   * Creates a guard.
   *
   * @param token {@code null} to serve this machine alone
   */
  RequestGuard(@Nullable String token) {
    tokenDigest = token == null ? null : digest(token);
  }

  /** Returns why a request is refused; {@code null} if it is not. */
  @Nullable Refusal refusal(String method, Headers headers) {
    String host = headers.getFirst("Host");
    if (!METHODS.contains(method)) {
      return new Refusal(405, "Only GET and HEAD are allowed: the page is read-only.");
    }
    if (tokenDigest == null && (host == null || !LOOPBACK.contains(hostWithoutPort(host)))) {
      return new Refusal(421, "The Host header must be localhost, 127.0.0.1 or [::1].");
    }
    String origin = headers.getFirst("Origin");
    if (origin != null && !isOf(origin, host)) {
      return new Refusal(403, "Pages of other origins are not served.");
    }
    if (tokenDigest != null && !hasToken(headers.getFirst("Authorization"))) {
      return new Refusal(401, "The token is required, as the password; any user name will do.");
    }
    return null;
  }

  private static String hostWithoutPort(String host) {
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']');
    return (hasPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
  }

  private static boolean isOf(String origin, @Nullable String host) {
    try {
      String authority = new URI(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (URISyntaxException notAnOrigin) {
      return false;
    }
  }

  private boolean hasToken(@Nullable String authorization) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return false;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      String credentials = new String(decoded, StandardCharsets.UTF_8);
      int colon = credentials.indexOf(':');
      // Digests have one length, so the time of the comparison tells nothing.
      return colon >= 0
          && MessageDigest.isEqual(tokenDigest, digest(credentials.substring(colon + 1)));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException neverSo) {
      throw new IllegalStateException(neverSo);
    }
  }
}
