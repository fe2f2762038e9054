package dev.isotherm.local.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback interface. What is free now can be taken a moment later. */
public final class LoopbackPort {
  private LoopbackPort() {}

  /** A port that nobody listens on. */
  public static int free() {
    try (var socket = listenOn(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No port of the loopback interface is free.", e);
    }
  }

  /** Whether nobody listens on it; true for 0, which stands for any. */
  public static boolean isFree(int port) {
    try (var socket = listenOn(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** A server on a port of loopback, that takes it from all others; 0 for any port. */
  public static ServerSocket listenOn(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
