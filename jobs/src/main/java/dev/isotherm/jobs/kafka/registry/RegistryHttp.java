package dev.isotherm.jobs.kafka.registry;

import dev.isotherm.model.DurationText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a schema registry. Each ends within a timeout and uses little memory, whatever
 * the registry does. Redirects are not followed: credentials must not go to another host. Not
 * thread-safe.
 */
final class RegistryHttp {

  private static final int MOST_BYTES = 8 << 20;

  private final String url;
  private final RegistryAccess access;
  private final Patience patience;
  private @Nullable HttpClient client;

  /**
   * How long to try.
   *
   * @param timeout of one request
   * @param attempts how many requests there may be, at least 1
   * @param firstPause before the second request; each further pause is twice as long
   */
  record Patience(Duration timeout, int attempts, Duration firstPause) {
    /** About a minute if no request is answered, and 8 s if each is refused at once. */
    static final Patience OF_TASKS =
        new Patience(Duration.ofSeconds(10), 6, Duration.ofMillis(250));

    /** For the check before a start. */
    static final Patience OF_COMMANDS =
        new Patience(Duration.ofSeconds(5), 2, Duration.ofMillis(500));
  }

  /** An answer that is no failure of the registry. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, byte[] body) {}

  /** Whether to ask again. */
  private static final class FailedRequest extends Exception {
    private static final long serialVersionUID = 1;

    FailedRequest(String sentence) {
      super(sentence);
    }
  }

  /** Collects the bytes of an answer. */
  private static final class Body implements Consumer<Optional<byte[]>> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void accept(Optional<byte[]> part) {
      if (part.isPresent()) {
        if (bytes.size() + part.get().length > MOST_BYTES) {
          throw new IllegalStateException("its answer is larger than " + MOST_BYTES + " bytes");
        }
        bytes.writeBytes(part.get());
      }
    }
  }

  /** Creates a client; nothing is sent yet. */
  RegistryHttp(String url, RegistryAccess access, Patience patience) {
    this.url = url.replaceFirst("/+$", "");
    this.access = access;
    this.patience = patience;
  }

  /**
   * Sends a request, and again if the registry is away or overloaded.
   *
   * @param path with a slash at its beginning
   * @return the answer, whose status is 200 or 404
   * @throws SchemaRegistryException if there is no such answer
   */
  Answer get(String path) {
    long pauseMillis = patience.firstPause().toMillis();
    for (int attempt = 1; ; attempt++) {
      try {
        return answer(path);
      } catch (FailedRequest failed) {
        if (attempt == patience.attempts()) {
          String times = attempt == 1 ? "" : ", asked " + attempt + " times";
          throw failure(failed.getMessage() + times);
        }
      }
      try {
        Thread.sleep(pauseMillis);
      } catch (InterruptedException stopped) {
        throw interrupted();
      }
      pauseMillis *= 2;
    }
  }

  private Answer answer(String path) throws FailedRequest {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json")
            .header("User-Agent", "isotherm");
    if (access.authorization() != null) {
      request.header("Authorization", access.authorization());
    }
    Body body = new Body();
    // The client's own timeout covers the headers only: a body that drips would outlive it.
    CompletableFuture<HttpResponse<Void>> response =
        client().sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArrayConsumer(body));
    try {
      int status = response.get(patience.timeout().toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return checked(new Answer(status, body.bytes.toByteArray()), path);
    } catch (TimeoutException late) {
      throw new FailedRequest("does not answer within " + DurationText.format(patience.timeout()));
    } catch (ExecutionException failed) {
      boolean isAway = failed.getCause() instanceof IOException;
      throw new FailedRequest((isAway ? "cannot be reached: " : "") + words(failed.getCause()));
    } catch (InterruptedException stopped) {
      throw interrupted();
    } finally {
      response.cancel(true);
    }
  }

  private Answer checked(Answer answer, String path) throws FailedRequest {
    int status = answer.status();
    if (status == 200 || status == 404) {
      return answer;
    }
    String sentence = "answers " + status + " to GET " + path;
    if (status == 401 || status == 403) {
      throw failure(sentence + ": it does not accept the credentials of --schema-registry-config");
    }
    if (status == 408 || status == 429 || status >= 500) {
      throw new FailedRequest(sentence);
    }
    throw failure(sentence);
  }

  private static String words(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (cause instanceof ConnectException && root.getMessage() == null) {
      return "connection refused, or no such host";
    }
    String kind = cause instanceof SSLException ? "TLS: " : "";
    return kind + (root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
  }

  /** Returns the exception for a registry that cannot be used; the registry is the subject. */
  SchemaRegistryException failure(String sentence) {
    return new SchemaRegistryException("the schema registry " + url + " " + sentence);
  }

  private SchemaRegistryException interrupted() {
    Thread.currentThread().interrupt();
    return failure("was not waited for, because the task ends");
  }

  /** The client's own threads end once it is garbage-collected. */
  private HttpClient client() {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(patience.timeout());
      SSLContext context = access.sslContext();
      client = (context == null ? builder : builder.sslContext(context)).build();
    }
    return client;
  }
}
