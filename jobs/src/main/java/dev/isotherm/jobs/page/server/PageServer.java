package dev.isotherm.jobs.page.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.isotherm.jobs.page.model.PageModel;
import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page by HTTP: its files, the stream of events, and the windows of series. It only
 * reads. Each connection has a thread, and their number is bounded; more connections are closed.
 */
public final class PageServer implements AutoCloseable {

  /** Browsers that listen at once. */
  static final int MOST_CLIENTS = 256;

  private static final int MOST_THREADS = MOST_CLIENTS + 64;
  private static final int MOST_CHARTS = 200;
  private static final int LEAST_GZIPPED = 1_024;
  private static final Duration UPDATE_INTERVAL = Duration.ofMillis(200);

  /** For a request and its response, without the stream of events. */
  private static final Duration LONGEST_EXCHANGE = Duration.ofSeconds(30);

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final PageModel model;
  private final PageAssets assets = new PageAssets();
  private final RequestGuard guard;
  private final StallWatch watch = new StallWatch();
  private final EventClients clients;
  private final HttpServer http;
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService updates =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "page-updates"));

  private final Duration updateInterval;

  private PageServer(
      InetSocketAddress address, @Nullable String token, PageModel model, Duration updateInterval)
      throws IOException {
    this.model = model;
    this.updateInterval = updateInterval;
    guard = new RequestGuard(token);
    clients = new EventClients(model, MOST_CLIENTS);
    http = HttpServer.create(address, MOST_CLIENTS);
    threads =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, "page-request"));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts to serve.
   *
   * @param option the option that names the address, for messages
   * @param token {@code null} to serve this machine alone
   * @throws ConfigurationException if the address cannot be used
   */
  public static PageServer start(
      String option, InetSocketAddress address, @Nullable String token, PageModel model) {
    return start(option, address, token, model, UPDATE_INTERVAL);
  }

  /** Starts to serve, with updates of the page as often as this. */
  static PageServer start(
      String option,
      InetSocketAddress address,
      @Nullable String token,
      PageModel model,
      Duration updateInterval) {
    try {
      PageServer server = new PageServer(address, token, model, updateInterval);
      server.start();
      return server;
    } catch (BindException taken) {
      throw new ConfigurationException(
          String.format(
              "%s %s:%d: cannot be listened on (%s); if another program listens there, name another"
                  + " port, or 0 for any that is free",
              option, address.getHostString(), address.getPort(), taken.getMessage()));
    } catch (IOException refused) {
      throw new ConfigurationException(
          String.format(
              "%s %s:%d: cannot be listened on: %s",
              option, address.getHostString(), address.getPort(), refused.getMessage()));
    }
  }

  private void start() {
    http.setExecutor(task -> threads.execute(() -> run(task)));
    http.createContext("/", this::handle);
    http.start();
    var unused =
        updates.scheduleWithFixedDelay(
            clients::sendUpdate,
            updateInterval.toMillis(),
            updateInterval.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Reads one request and answers it. */
  private void run(Runnable task) {
    watch.allow(LONGEST_EXCHANGE);
    try {
      task.run();
    } finally {
      watch.clear();
    }
  }

  /** The port that is listened on. */
  public int port() {
    return http.getAddress().getPort();
  }

  /** Number of browsers that listen. */
  public int listeners() {
    return clients.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Security-Policy", POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Cache-Control", "no-store");
      RequestGuard.Refusal refusal =
          guard.refusal(exchange.getRequestMethod(), exchange.getRequestHeaders());
      if (refusal == null) {
        answer(exchange);
        return;
      }
      if (refusal.status() == 401) {
        headers.set("WWW-Authenticate", "Basic realm=\"isotherm\", charset=\"UTF-8\"");
      }
      if (refusal.status() == 405) {
        headers.set("Allow", "GET, HEAD");
      }
      send(exchange, refusal.status(), refusal.sentence());
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    switch (path) {
      case "/events" -> sendEvents(exchange);
      case "/charts" -> sendCharts(exchange);
      case "/series" -> sendSeries(exchange);
      default -> {
        PageAssets.Asset asset = assets.find(path);
        if (asset == null) {
          send(exchange, 404, "There is no such page.");
        } else {
          send(exchange, 200, asset.type(), asset.bytes(), asset.gzipped());
        }
      }
    }
  }

  private void sendEvents(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      send(exchange, 405, "Events can only be read by GET.");
      return;
    }
    Optional<EventClient> added = clients.add(watch);
    if (added.isEmpty()) {
      send(exchange, 503, "At most " + MOST_CLIENTS + " browsers are served at once.");
      return;
    }
    EventClient client = added.get();
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.write("retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII));
      client.serve(out);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(client);
      // The last chunk must not wait for a browser that does not read.
      watch.allow(Duration.ofSeconds(1));
    }
  }

  private void sendCharts(HttpExchange exchange) throws IOException {
    List<Integer> ids = ids(exchange);
    if (ids.isEmpty() || ids.size() > MOST_CHARTS) {
      send(exchange, 400, "ids: must be 1 to " + MOST_CHARTS + " numbers, separated by commas.");
      return;
    }
    send(exchange, 200, JSON, model.charts(ids), null);
  }

  private void sendSeries(HttpExchange exchange) throws IOException {
    List<Integer> ids = ids(exchange);
    if (ids.size() != 1) {
      send(exchange, 400, "ids: must be one number.");
      return;
    }
    byte[] series = model.series(ids.get(0));
    if (series == null) {
      send(exchange, 404, "There is no such series.");
    } else {
      send(exchange, 200, JSON, series, null);
    }
  }

  /** The numbers of {@code ids=1,2,3}; empty if the query is anything else. */
  private static List<Integer> ids(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    List<Integer> ids = new ArrayList<>();
    if (query == null || !query.matches("ids=\\d{1,9}(,\\d{1,9}){0,999}")) {
      return ids;
    }
    for (String id : query.substring("ids=".length()).split(",", -1)) {
      ids.add(Integer.valueOf(id));
    }
    return ids;
  }

  private static void send(HttpExchange exchange, int status, String sentence) throws IOException {
    byte[] bytes = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
    send(exchange, status, TEXT, bytes, null);
  }

  private static void send(
      HttpExchange exchange, int status, String type, byte[] bytes, byte @Nullable [] gzipped)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    byte[] body = bytes;
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    if (accepted != null && accepted.contains("gzip") && bytes.length >= LEAST_GZIPPED) {
      headers.set("Content-Encoding", "gzip");
      headers.set("Vary", "Accept-Encoding");
      body = gzipped == null ? PageAssets.gzip(bytes) : gzipped;
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    updates.shutdownNow();
    clients.dropAll();
    http.stop(0);
    threads.shutdownNow();
    watch.close();
  }
}
