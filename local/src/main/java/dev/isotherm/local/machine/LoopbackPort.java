package dev.isotherm.local.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback interface. A port that is free now may be taken a moment later. */
public final class LoopbackPort {
  private LoopbackPort() {}

  /** Returns a port that is not in use. */
  public static int free() {
    try (var socket = listenOn(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No port of the loopback interface is free.", e);
    }
  }

  /** Whether the port is not in use; true for 0, which stands for any port. */
  public static boolean isFree(int port) {
    try (var socket = listenOn(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Listens on a port of the loopback interface; 0 for any port. */
  public static ServerSocket listenOn(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
