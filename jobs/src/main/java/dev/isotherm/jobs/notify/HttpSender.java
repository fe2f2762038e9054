package dev.isotherm.jobs.notify;

import dev.isotherm.model.DurationText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;

/**
 * Posts to one receiver. Each request ends within a timeout and uses little memory, whatever the
 * receiver does. Redirects are not followed: alerts must not go to another host.
 */
final class HttpSender implements AutoCloseable {

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** How much of a response or of an error is shown. */
  private static final int MOST_CHARACTERS = 200;

  private static final int BYTES_PER_CHARACTER = 4;

  private final Receiver receiver;
  private final ReceiverSecrets secrets;
  private final int mostBytes;
  private final IntPredicate isRefusal;
  private final Duration timeout;
  private final InstantSource clock;
  private final ExecutorService executor;
  private final HttpClient client;

  /**
   * Sets up a client.
   *
   * @param isRefusal whether a status rejects the content
   * @param timeout for the whole request, including the response body
   */
  HttpSender(Receiver receiver, IntPredicate isRefusal, Duration timeout, InstantSource clock) {
    this.receiver = receiver;
    this.secrets = new ReceiverSecrets(receiver);
    // So that each secret that begins in what is shown is read whole.
    this.mostBytes = MOST_CHARACTERS * BYTES_PER_CHARACTER + secrets.longest();
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
   * Posts, and waits for the end of the response.
   *
   * @throws InterruptedException if this thread is interrupted; the request is abandoned
   */
  SendResult post(Outbox.Post post) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(receiver.address())
            .header("Content-Type", "application/json")
            .header("User-Agent", "isotherm")
            .POST(HttpRequest.BodyPublishers.ofString(post.body()));
    if (receiver.authorization() != null) {
      request.header("Authorization", receiver.authorization());
    }
    post.headers().forEach(request::header);
    // The client's own timeout covers the headers only: a body that drips would outlive it.
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request.build(), info -> new TruncatingBodySubscriber(mostBytes));
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

  private String sentence(Throwable cause) {
    String message = cause instanceof IOException ? cause.getMessage() : null;
    String kind = cause.getClass().getSimpleName();
    return message == null ? kind : shown(message) + " (" + kind + ")";
  }

  /**
   * What of a text may be shown: it may repeat the request, which has secrets in it. Control
   * characters are replaced, so that it cannot forge a line of the log.
   */
  private String shown(String text) {
    return secrets.hideIn(text, MOST_CHARACTERS).replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private SendResult answer(HttpResponse<String> response) {
    int status = response.statusCode();
    String body = shown(response.body());
    String words = body.isEmpty() ? "" : ": " + body;
    SendResult.Outcome outcome = SendResult.Outcome.RETRY;
    if (status >= 200 && status < 300) {
      outcome = SendResult.Outcome.OK;
    } else if (isRefusal.test(status)) {
      outcome = SendResult.Outcome.REFUSED;
    }
    long retryAfter = response.headers().firstValue("Retry-After").map(this::millis).orElse(0L);
    return new SendResult(outcome, "it answers " + status + words, retryAfter);
  }

  /** Parses seconds or an HTTP date; returns 0 for any other text. */
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

  /** The client's own thread ends once the client is garbage-collected. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** Reads the first bytes of a response. */
  private static final class TruncatingBodySubscriber implements BodySubscriber<String> {

    private final CompletableFuture<String> words = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int mostBytes;
    private Subscription subscription;

    TruncatingBodySubscriber(int mostBytes) {
      this.mostBytes = mostBytes;
    }

    @Override
    public CompletionStage<String> getBody() {
      return words;
    }

    @Override
    public void onSubscribe(Subscription to) {
      subscription = to;
      to.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        while (buffer.hasRemaining() && bytes.size() < mostBytes) {
          bytes.write(buffer.get());
        }
      }
      if (bytes.size() < mostBytes) {
        subscription.request(1);
      } else {
        subscription.cancel();
        onComplete();
      }
    }

    @Override
    public void onError(Throwable failure) {
      words.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      words.complete(bytes.toString(StandardCharsets.UTF_8));
    }
  }
}
