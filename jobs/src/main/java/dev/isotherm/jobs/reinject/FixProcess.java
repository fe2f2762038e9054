package dev.isotherm.jobs.reinject;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isotherm.model.DurationText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A user's command that corrects messages. It is run once for each message, reads the value from
 * its standard input and writes the corrected value to its standard output.
 */
public final class FixProcess {
  private static final int MAX_BYTES = 32 << 20;
  private static final int MAX_COMPLAINT_BYTES = 4 << 10;
  private static final int SHOWN_CHARACTERS = 200;

  private final String command;
  private final Duration timeout;

  /**
   * Creates the process description; runs nothing yet.
   *
   * @param command the command for {@code sh -c}
   * @param timeout the time limit for one message
   */
  public FixProcess(String command, Duration timeout) {
    this.command = command;
    this.timeout = timeout;
  }

  /**
   * The corrected value, or why there is none. Exactly one of the two is not {@code null}.
   *
   * @param value the output without one line end at its very end, which commands add
   * @param complaint {@code null} if the value was corrected
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fixed(byte @Nullable [] value, @Nullable String complaint) {
    static Fixed failed(String complaint) {
      return new Fixed(null, complaint);
    }
  }

  /**
   * Runs the command and kills it after the timeout. A command that ends with a status other than
   * 0, or that writes nothing or too much, has not corrected the value.
   *
   * @throws IOException if the shell cannot be started
   */
  Fixed apply(byte[] value) throws IOException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    Process process = new ProcessBuilder("sh", "-c", command).start();
    try {
      CompletableFuture<byte[]> out = read(process.getInputStream(), MAX_BYTES);
      CompletableFuture<byte[]> err = read(process.getErrorStream(), MAX_COMPLAINT_BYTES);
      write(process.getOutputStream(), value);
      byte[] written = out.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (written.length > MAX_BYTES) {
        return Fixed.failed("wrote more than " + MAX_BYTES + " bytes");
      }
      byte[] complaint = err.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return tooSlow();
      }
      if (process.exitValue() != 0) {
        return Fixed.failed(complained("exit status " + process.exitValue(), complaint));
      }
      byte[] fixed = withoutLineEnd(written);
      return fixed.length == 0
          ? Fixed.failed(complained("wrote nothing", complaint))
          : new Fixed(fixed, null);
    } catch (TimeoutException tooLong) {
      return tooSlow();
    } catch (ExecutionException failed) {
      return Fixed.failed("what it wrote could not be read: " + failed.getCause().getMessage());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Fixed tooSlow() {
    return Fixed.failed("took longer than " + DurationText.format(timeout));
  }

  /** Reads to the end, but completes with at most one byte more than allowed. */
  private static CompletableFuture<byte[]> read(InputStream in, int maxBytes) {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    start(
        () -> {
          try (in) {
            byte[] kept = in.readNBytes(maxBytes + 1);
            read.complete(kept);
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            read.completeExceptionally(e);
          }
        });
    return read;
  }

  private static void write(OutputStream out, byte[] value) {
    start(
        () -> {
          try (out) {
            out.write(value);
          } catch (IOException ignored) {
            // the command does not have to read its whole input
          }
        });
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fix");
    thread.setDaemon(true); // a grandchild may hold a pipe open for ever
    thread.start();
  }

  /** Appends the first line that the command wrote to standard error, if any. */
  private static String complained(String what, byte[] complaint) {
    return new String(complaint, UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .map(line -> what + ": " + line.substring(0, Math.min(SHOWN_CHARACTERS, line.length())))
        .orElse(what);
  }

  private static byte[] withoutLineEnd(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length -= length > 1 && bytes[length - 2] == '\r' ? 2 : 1;
    }
    return Arrays.copyOf(bytes, length);
  }
}
