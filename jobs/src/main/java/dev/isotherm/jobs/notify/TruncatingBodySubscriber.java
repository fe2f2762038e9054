package dev.isotherm.jobs.notify;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Reads the first bytes of a response, for messages. */
final class TruncatingBodySubscriber implements BodySubscriber<String> {

  static final int MOST_BYTES = 200;

  private final CompletableFuture<String> words = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(MOST_BYTES);
  private Subscription subscription;

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
      while (buffer.hasRemaining() && bytes.size() < MOST_BYTES) {
        bytes.write(buffer.get());
      }
    }
    if (bytes.size() < MOST_BYTES) {
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
    words.complete(oneLine(bytes.toString(StandardCharsets.UTF_8)));
  }

  /** Replaces control characters, so that a response cannot forge a line of the log. */
  static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
