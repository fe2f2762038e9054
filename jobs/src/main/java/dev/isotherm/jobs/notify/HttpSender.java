package dev.isotherm.jobs.notify;

import dev.isotherm.model.DurationText;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;

/**
 * Posts to one receiver. Whatever the receiver does, an answer comes within a time, and takes
 * little memory. Redirects are not followed: they would take what is sent to somebody else.
 */
final class HttpSender implements AutoCloseable {

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Receiver receiver;
  private final IntPredicate isRefusal;
  private final Duration timeout;
  private final InstantSource clock;
  private final ExecutorService executor;
  private final HttpClient client;

  /**
   * Sets up a client.
   *
   * @param isRefusal which statuses speak of what was sent
   * @param timeout for the whole of a request, its answer included
   */
  HttpSender(Receiver receiver, IntPredicate isRefusal, Duration timeout, InstantSource clock) {
    this.receiver = receiver;
    this.isRefusal = isRefusal;
    this.timeout = timeout;
    this.clock = clock;
    executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "http of " + receiver);
              thread.setDaemon(true);
              return thread;
            });
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT.compareTo(timeout) < 0 ? CONNECT_TIMEOUT : timeout)
            .executor(executor)
            .build();
  }

  /**
   * Posts, and waits for the end of the answer.
   *
   * @throws InterruptedException if told to stop meanwhile; the request is given up
   */
  SendResult post(Post post) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(receiver.address())
            .header("Content-Type", "application/json")
            .header("User-Agent", "isotherm")
            .POST(HttpRequest.BodyPublishers.ofString(post.body()));
    if (receiver.authorization() != null) {
      request.header("Authorization", receiver.authorization());
    }
    post.headers().forEach(request::header);
    // The request's own timeout ends with the answer's headers: a body that drips would outlive it.
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request.build(), info -> new TruncatingBodySubscriber());
    try {
      return answer(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      return SendResult.retry("no answer within " + DurationText.format(timeout));
    } catch (ExecutionException failed) {
      return SendResult.retry(sentence(failed.getCause()));
    } finally {
      answer.cancel(true);
    }
  }

  private static String sentence(Throwable cause) {
    String message = cause instanceof IOException ? cause.getMessage() : null;
    String kind = cause.getClass().getSimpleName();
    return message == null ? kind : TruncatingBodySubscriber.oneLine(message) + " (" + kind + ")";
  }

  private SendResult answer(HttpResponse<String> response) {
    int status = response.statusCode();
    String words = response.body().isEmpty() ? "" : ": " + response.body();
    SendResult.Outcome outcome =
        status >= 200 && status < 300
            ? SendResult.Outcome.OK
            : isRefusal.test(status) ? SendResult.Outcome.REFUSED : SendResult.Outcome.RETRY;
    long retryAfter = response.headers().firstValue("Retry-After").map(this::millis).orElse(0L);
    return new SendResult(outcome, "it answers " + status + words, retryAfter);
  }

  /** Seconds, or an instant; 0 for what is neither. */
  private long millis(String retryAfter) {
    String text = retryAfter.strip();
    try {
      if (text.matches("\\d{1,9}")) {
        return Long.parseLong(text) * 1_000;
      }
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
      return Math.max(0, until.toEpochMilli() - clock.millis());
    } catch (DateTimeException | ArithmeticException neither) {
      return 0;
    }
  }

  /** The client's own thread ends once the garbage collector has found that nobody needs it. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
