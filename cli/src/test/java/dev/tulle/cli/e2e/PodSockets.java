package dev.tulle.cli.e2e;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The network of a running pod, from inside: each socket that is made here is one of the pod, as a
/// program of its container would have it, and stays so in whatever thread it is used. So a test
/// sees both ends of a connection byte for byte. Owns a thread that has entered the pod's network
/// namespace; to be closed before the pod goes, which would otherwise leave its network behind.
final class PodSockets implements AutoCloseable {

  private static final int BACKLOG = 4_096;
  private static final int O_CLOEXEC = 0x80000;
  private static final int CLONE_NEWNET = 0x40000000;

  private final String name;
  private final InetAddress address;
  private final ExecutorService inside;

  private PodSockets(String name, InetAddress address, ExecutorService inside) {
    this.name = name;
    this.address = address;
    this.inside = inside;
  }

  /// Enters the network namespace of a file in `/run/netns`.
  static PodSockets enter(String name, InetAddress address, Path namespace) throws IOException {
    var inside =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("inside " + name).factory());
    var pod = new PodSockets(name, address, inside);
    try {
      pod.call(
          () -> {
            enter(namespace);
            return true;
          });
      return pod;
    } catch (IOException e) {
      inside.shutdown();
      throw e;
    }
  }

  String name() {
    return name;
  }

  InetAddress address() {
    return address;
  }

  InetSocketAddress at(int port) {
    return new InetSocketAddress(address, port);
  }

  /// A connection from this pod.
  Socket connect(InetSocketAddress to) throws IOException {
    var socket =
        call(
            () -> {
              var made = new Socket();
              made.setTcpNoDelay(true);
              return made;
            });
    try {
      socket.setSoTimeout(Connection.TIMEOUT_MS);
      socket.connect(to, Connection.TIMEOUT_MS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Listens on all addresses of this pod.
  ServerSocket listen(int port) throws IOException {
    return listen(new InetSocketAddress(port));
  }

  ServerSocket listen(InetSocketAddress where) throws IOException {
    return call(
        () -> {
          var made = new ServerSocket();
          made.setReuseAddress(true);
          made.bind(where, BACKLOG);
          return made;
        });
  }

  /// A UDP socket of this pod; with port 0 on one that is free.
  DatagramSocket datagrams(int port) throws IOException {
    return call(() -> new DatagramSocket(port));
  }

  /// Makes something in this pod's network.
  <T> T call(Callable<T> making) throws IOException {
    try {
      return inside.submit(making).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io
          ? io
          : new IOException(name + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    inside.close();
  }

  @SuppressWarnings("restricted") // Java has no call of its own for this
  private static void enter(Path namespace) throws IOException {
    var linker = Linker.nativeLinker();
    var lookup = linker.defaultLookup();
    var number = ValueLayout.JAVA_INT;
    try (var arena = Arena.ofConfined()) {
      var open =
          linker.downcallHandle(
              lookup.findOrThrow("open"),
              FunctionDescriptor.of(number, ValueLayout.ADDRESS, number),
              Linker.Option.firstVariadicArg(2));
      var setns =
          linker.downcallHandle(
              lookup.findOrThrow("setns"), FunctionDescriptor.of(number, number, number));
      var close =
          linker.downcallHandle(lookup.findOrThrow("close"), FunctionDescriptor.of(number, number));
      int file = (int) open.invokeExact(arena.allocateFrom(namespace.toString()), O_CLOEXEC);
      int entered = file < 0 ? -1 : (int) setns.invokeExact(file, CLONE_NEWNET);
      int _ = file < 0 ? 0 : (int) close.invokeExact(file);
      if (entered != 0) {
        throw new IOException("cannot enter " + namespace + ": root can");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("setns could not be called", e);
    }
  }
}
