package dev.isotherm.jobs.page.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.RawHttp;
import dev.isotherm.jobs.page.model.PageLimits;
import dev.isotherm.jobs.page.model.PageModel;
import dev.isotherm.model.Average;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Series;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageServerTest {

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final String HOST = "Host: localhost";
  private static final String TOKEN = "a-token-of-some-length";

  private final PageModel model = new PageModel(new PageLimits(5_000, 100));

  @Test
  void servesThePageAndNothingElse() throws Exception {
    try (PageServer server = start(null)) {
      RawHttp.Response page = RawHttp.send(server.port(), "GET", "/", HOST);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text())
          .containsIgnoringCase("Content-Security-Policy: default-src 'none'; script-src 'self';")
          .containsIgnoringCase("X-Content-Type-Options: nosniff")
          .contains("<script type=\"module\" src=\"/main.js\">")
          .doesNotContain("style=", "onclick", "http://", "https://");
      assertThat(RawHttp.send(server.port(), "HEAD", "/page.css", HOST).text())
          .containsIgnoringCase("Content-Type: text/css")
          .endsWith("\r\n\r\n");
      for (String path :
          new String[] {"/nothing", "/../page.css", "/%2e%2e/PageServer.class", "/series?ids=7"}) {
        assertThat(RawHttp.send(server.port(), "GET", path, HOST).status()).isEqualTo(404);
      }
      for (String path :
          new String[] {
            "/series", "/series?ids=1,2", "/charts?ids=", "/charts?ids=-1", "/charts?x"
          }) {
        assertThat(RawHttp.send(server.port(), "GET", path, HOST).status()).as(path).isEqualTo(400);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void isReadOnly(String method) throws Exception {
    try (PageServer server = start(null)) {
      RawHttp.Response refused = RawHttp.send(server.port(), method, "/", HOST);
      assertThat(refused.status()).isEqualTo(405);
      assertThat(refused.text()).containsIgnoringCase("Allow: GET, HEAD");
    }
  }

  @Test
  void aNameThatWasMadeToPointToThisMachineIsRefused() throws Exception {
    try (PageServer server = start(null)) {
      for (String host : new String[] {"evil.example", "evil.example:8090", "localhost.evil", ""}) {
        assertThat(RawHttp.send(server.port(), "GET", "/", "Host: " + host).status())
            .as(host)
            .isEqualTo(421);
      }
      for (String host :
          new String[] {"localhost:1", "LOCALHOST", "127.0.0.1:8090", "[::1]:8090"}) {
        assertThat(RawHttp.send(server.port(), "GET", "/", "Host: " + host).status())
            .as(host)
            .isEqualTo(200);
      }
      assertThat(
              RawHttp.send(server.port(), "GET", "/", HOST, "Origin: http://evil.example").status())
          .isEqualTo(403);
      assertThat(RawHttp.send(server.port(), "GET", "/", HOST, "Origin: http://localhost").status())
          .isEqualTo(200);
    }
  }

  @Test
  void withATokenEachRequestMustHaveIt() throws Exception {
    try (PageServer server = start(TOKEN)) {
      for (String path : new String[] {"/", "/events", "/charts?ids=1"}) {
        RawHttp.Response without = RawHttp.send(server.port(), "GET", path, "Host: any.example");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.text()).containsIgnoringCase("WWW-Authenticate: Basic realm=");
      }
      for (String wrong : new String[] {"me:" + TOKEN + "x", TOKEN, "me:", ":"}) {
        assertThat(get(server, wrong).status()).as(wrong).isEqualTo(401);
      }
      assertThat(RawHttp.send(server.port(), "GET", "/", HOST, "Authorization: Basic %").status())
          .isEqualTo(401);
      assertThat(get(server, "me:" + TOKEN).status()).isEqualTo(200);
      assertThat(get(server, ":" + TOKEN).status()).isEqualTo(200);
    }
  }

  private static RawHttp.Response get(PageServer server, String credentials) throws IOException {
    String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    return RawHttp.send(
        server.port(), "GET", "/", "Host: any.example", "Authorization: Basic " + encoded);
  }

  @Test
  void aPortThatIsTakenIsAClearError() {
    try (PageServer server = start(null)) {
      InetSocketAddress taken =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      assertThatThrownBy(() -> PageServer.start("--bind", taken, null, model))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "--bind localhost:%d: cannot be listened on (Address already in use); if another"
                  + " program listens there, name another port, or 0 for any that is free",
              server.port());
    }
  }

  @Test
  void twoHundredBrowsersGetTheSameUpdates() throws Exception {
    List<Socket> browsers = new ArrayList<>();
    try (PageServer server = start(null)) {
      put(0, 1);
      for (int i = 0; i < 200; i++) {
        browsers.add(listen(server, 0));
      }
      Eventually.holds("all listen", BOUND, () -> server.listeners() == 200);
      put(10, 2);
      for (Socket browser : browsers) {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(browser.getInputStream(), UTF_8));
        String line = "";
        while (!line.contains("0,10,20,2.0,2.0,2.0,1,0")) {
          line = lines.readLine();
          assertThat(line).as("the connection has ended").isNotNull();
        }
        assertThat(line).startsWith("data: {").endsWith("}");
      }
      // There is room for others: the page itself.
      assertThat(RawHttp.send(server.port(), "GET", "/", HOST).status()).isEqualTo(200);
    } finally {
      close(browsers);
    }
  }

  @Test
  void ofTooManyBrowsersTheLastIsRefused() throws Exception {
    List<Socket> browsers = new ArrayList<>();
    try (PageServer server = start(null)) {
      for (int i = 0; i < PageServer.MOST_CLIENTS; i++) {
        browsers.add(listen(server, 0));
      }
      Eventually.holds("all", BOUND, () -> server.listeners() == PageServer.MOST_CLIENTS);
      assertThat(RawHttp.send(server.port(), "GET", "/events", HOST).status()).isEqualTo(503);
      close(browsers);
      Eventually.holds(
          "their places are free",
          BOUND,
          () -> {
            put(10, Math.random()); // what is written to a closed connection shows that it is
            return server.listeners() == 0;
          });
    } finally {
      close(browsers);
    }
  }

  @Test
  void aBrowserThatDoesNotReadIsDroppedAndDelaysNobody() throws Exception {
    List<Socket> browsers = new ArrayList<>();
    try (PageServer server = start(null)) {
      browsers.add(listen(server, 4_096));
      browsers.add(listen(server, 0));
      Eventually.holds("both listen", BOUND, () -> server.listeners() == 2);
      Thread reader = new Thread(() -> drain(browsers.get(1)));
      reader.start();
      int[] round = {0};
      Eventually.holds(
          "one is dropped",
          BOUND,
          () -> {
            for (int i = 0; i < 3_000; i++) {
              model.put(average(new Series("s" + i, "t"), round[0], 1));
            }
            round[0] += 10;
            return server.listeners() == 1;
          });
      assertThat(reader.isAlive()).as("the other one is served").isTrue();
      close(browsers);
      reader.join();
    } finally {
      close(browsers);
    }
  }

  private static void drain(Socket browser) {
    byte[] buffer = new byte[1 << 16];
    try {
      while (browser.getInputStream().read(buffer) >= 0) {
        // Reads on.
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }

  private static Socket listen(PageServer server, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setSoTimeout((int) BOUND.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    String request = "GET /events HTTP/1.1\r\n" + HOST + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void put(long start, double mean) {
    model.put(average(new Series("a", "t"), start, mean));
  }

  private static Average average(Series series, long start, double mean) {
    return new Average(series, start, start + 10, 1, mean, mean, mean, mean, 0, 0);
  }

  private PageServer start(String token) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return PageServer.start("--bind", any, token, model, Duration.ofMillis(20));
  }
}
