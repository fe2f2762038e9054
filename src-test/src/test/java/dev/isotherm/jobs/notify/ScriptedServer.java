package dev.isotherm.jobs.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Takes requests on this machine, and answers as it was told to: also as no server should. */
final class ScriptedServer implements AutoCloseable {

  /** A request, as it came. */
  record Request(String head, String body) {
    boolean hasHeader(String name, String value) {
      return head.lines().anyMatch(line -> line.equalsIgnoreCase(name + ": " + value));
    }
  }

  /** What to do with a connection after its request was read. */
  @FunctionalInterface
  interface Behaviour {
    void answer(Socket socket) throws IOException;
  }

  private final ServerSocket listening;
  private final Thread accepting;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong written = new AtomicLong();
  private volatile Function<Request, Behaviour> otherwise = request -> status(200);

  ScriptedServer() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    accepting = start(this::accept);
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "scripted server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort() + path);
  }

  Receiver receiver() {
    return new Receiver(address("/"), null);
  }

  /** Does these first, one for each request. */
  ScriptedServer then(Behaviour... next) {
    script.addAll(List.of(next));
    return this;
  }

  /** What it does when there is no script. */
  ScriptedServer otherwise(Function<Request, Behaviour> answer) {
    otherwise = answer;
    return this;
  }

  List<Request> requests() {
    return requests;
  }

  /** Bytes of bodies that found their way into the network. */
  long written() {
    return written.get();
  }

  static Behaviour status(int status) {
    return status(status, "");
  }

  static Behaviour status(int status, String body, String... headers) {
    String head = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return socket ->
        write(
            socket,
            "HTTP/1.1 "
                + status
                + " Said\r\n"
                + head
                + "Connection: close\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
  }

  /** Never answers; ends when the client gives up. */
  static Behaviour hang() {
    return socket -> {
      while (socket.getInputStream().read() >= 0) {}
    };
  }

  static Behaviour garbage() {
    return socket -> write(socket, "\u0000\u0001 this is no HTTP\n\n");
  }

  static Behaviour hangUp() {
    return Socket::close;
  }

  /** A byte now and then, and no end. */
  Behaviour drip() {
    return socket -> {
      write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
      try {
        while (!closed.await(20, TimeUnit.MILLISECONDS)) {
          write(socket, "x");
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** As much as the client takes. */
  Behaviour flood() {
    return socket -> {
      write(socket, "HTTP/1.1 500 Oh\r\nContent-Length: 10000000000\r\n\r\n");
      String block = "y".repeat(1 << 16);
      while (closed.getCount() > 0) {
        write(socket, block);
        written.addAndGet(block.length());
      }
    };
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        start(() -> serve(socket));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Request request = read(socket.getInputStream());
      if (request == null) {
        return;
      }
      Behaviour scripted = script.poll();
      Behaviour behaviour = scripted == null ? otherwise.apply(request) : scripted;
      requests.add(request);
      behaviour.answer(socket);
    } catch (IOException clientIsGone) {
      // as a server may expect
    } finally {
      open.remove(socket);
    }
  }

  private static Request read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    String text = head.toString(UTF_8);
    int length =
        text.lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return new Request(text, new String(in.readNBytes(length), UTF_8));
  }

  /** Takes no connection from when this has returned. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    // Until the thread in accept() has noticed, the system goes on listening for it.
    try {
      accepting.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : open) {
      socket.close();
    }
  }
}
