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

/**
 * A command of the user's, run once for each message: the value on its standard input, the
 * corrected value on its standard output.
 */
public final class FixProcess {
  private static final int MOST_BYTES = 32 << 20;
  private static final int MOST_COMPLAINT = 4 << 10;
  private static final int SHOWN = 200;

  private final String command;
  private final Duration timeout;

  /**
   * Runs nothing yet.
   *
   * @param command for {@code sh -c}
   * @param timeout for one message
   */
  public FixProcess(String command, Duration timeout) {
    this.command = command;
    this.timeout = timeout;
  }

  /**
   * The corrected value, or why there is none. Exactly one of the two is there.
   *
   * @param value as it was written, but for one line end at its very end, which commands add
   * @param complaint {@code null} if the value was corrected
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fixed(byte[] value, String complaint) {
    static Fixed not(String complaint) {
      return new Fixed(null, complaint);
    }
  }

  /**
   * Runs the command, and ends it when it takes too long. A command that ends with another status
   * than 0, or that writes nothing or too much, has not corrected the value.
   *
   * @throws IOException if there is no shell to run it
   */
  Fixed apply(byte[] value) throws IOException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    Process process = new ProcessBuilder("sh", "-c", command).start();
    try {
      CompletableFuture<byte[]> out = read(process.getInputStream(), MOST_BYTES);
      CompletableFuture<byte[]> err = read(process.getErrorStream(), MOST_COMPLAINT);
      write(process.getOutputStream(), value);
      byte[] written = out.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (written.length > MOST_BYTES) {
        return Fixed.not("wrote more than " + MOST_BYTES + " bytes");
      }
      byte[] complaint = err.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return tooSlow();
      }
      if (process.exitValue() != 0) {
        return Fixed.not(complained("exit status " + process.exitValue(), complaint));
      }
      byte[] fixed = withoutLineEnd(written);
      return fixed.length == 0
          ? Fixed.not(complained("wrote nothing", complaint))
          : new Fixed(fixed, null);
    } catch (TimeoutException tooLong) {
      return tooSlow();
    } catch (ExecutionException failed) {
      return Fixed.not("what it wrote could not be read: " + failed.getCause().getMessage());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Fixed tooSlow() {
    return Fixed.not("took longer than " + DurationText.format(timeout));
  }

  /** Reads to the end, but keeps, and waits for, not much more than there may be. */
  private static CompletableFuture<byte[]> read(InputStream in, int most) {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    start(
        () -> {
          try (in) {
            byte[] kept = in.readNBytes(most + 1);
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
            // the command has read as much as it wanted
          }
        });
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fix");
    thread.setDaemon(true); // a grandchild may hold a pipe open for ever
    thread.start();
  }

  /** With the first line of what the command wrote to standard error, if anything. */
  private static String complained(String what, byte[] complaint) {
    return new String(complaint, UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .map(line -> what + ": " + line.substring(0, Math.min(SHOWN, line.length())))
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
